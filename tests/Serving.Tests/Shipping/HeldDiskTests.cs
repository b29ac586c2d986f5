using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Cairn.Onnx;
using Cairn.Serving.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shipping;

/// <summary>A copy whose disk stands still while the server is away: what is answered meanwhile waits in memory up to a bound, and beyond it the log never takes it.</summary>
public sealed class HeldDiskTests
{
    private const int Width = 1 << 18, Beyond = 5;

    [Fact]
    public async Task What_was_answered_came_or_was_given_up_or_never_taken_and_is_counted_once()
    {
        await using StandInControlPlane plane = await StandInControlPlane.StartAsync();
        plane.Away = true;
        var disk = new HeldFiles();
        await using ServingHost copy = await ServingHost.StartAsync(
            o => (o.ShipTo, o.ShipMilliseconds, o.ShipBytes, o.SegmentBytes) = (ControlPlane.Parse(plane.Address, plane.Token, null), 10, 8 << 20, 1 << 20), disk);
        await copy.ApplyAsync(ServingHost.Endpoint("m", copy.Model("1", TestModels.EchoOne(OnnxType.Float, width: Width))));
        int asked = 0;
        for (; Lost(copy) < Beyond; asked++) await AskAsync(copy);

        disk.LetGo();
        await copy.Log.CloseSegmentsAsync();
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping?.Endpoints is [{ Dropped: > 0 }]);
        plane.Away = false;
        await Until.TrueAsync(() => copy.Metrics.Read().Shipping is { Fault: null, Endpoints: [{ WaitingSegments: 0 }] });

        (int came, long dropped) = (ShippedLog.Predictions(plane, "m").Count, copy.Metrics.Read().Shipping!.Endpoints[0].Dropped);
        (came > 0, Lost(copy), came + dropped + Beyond).ShouldBe((true, Beyond, asked), $"{came} came, {dropped} were given up");
    }

    private static long Lost(ServingHost copy) => copy.Metrics.Read().Endpoint("m")!.Predictions.Lost;

    /// <summary>One row of a megabyte, which comes back as it is: two of them in the log.</summary>
    private static async Task AskAsync(ServingHost copy)
    {
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"inputs":[{"name":"x","shape":[1,{{{Width}}}],"datatype":"FP32","parameters":{"binary_data_size":{{{Width * sizeof(float)}}}}}],"parameters":{"binary_data_output":true}}""");
        using var content = new ByteArrayContent([.. json, .. new byte[Width * sizeof(float)]]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Answer answer = await copy.SendAsync(HttpMethod.Post, "/v2/models/m/infer", content, ("Inference-Header-Content-Length", json.Length.ToString(CultureInfo.InvariantCulture)));
        ((int)answer.Status).ShouldBe(200);
    }
}
