using System.Text;
using Cairn.Contracts.Segments;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tests.Support;
using Cairn.Serving.V2;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Tests.Pipeline;

/// <summary>A client who leaves while the answer is sent to him.</summary>
public sealed class LeavingTests
{
    private const string Body = """{"id":"mine","inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""";

    [Fact]
    public async Task An_answer_that_is_on_record_is_no_failure_too_nor_is_its_repetition()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))));
        await LeaveAsync(host);
        await LeaveAsync(host);

        (await host.PredictionsAsync("m")).Select(r => (r.RequestId, r.Status)).ShouldBe([("mine", 200)]);
        EndpointReading reading = host.Metrics.Read().Endpoint("m")!;
        (reading.Replayed, reading.Errors.Count).ShouldBe((1L, 0));
    }

    private static async Task LeaveAsync(ServingHost host)
    {
        using var leave = new CancellationTokenSource();
        var http = new DefaultHttpContext { RequestAborted = leave.Token };
        http.Request.Method = "POST";
        http.Request.ContentType = "application/json";
        http.Request.ContentLength = Body.Length;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(Body));
        var connection = new LeavingStream(leave);
        http.Response.Body = connection;
        await host.Get<InferencePipeline>().HandleAsync(http, new V2Protocol(), "m", version: null);
        connection.Left.ShouldBeTrue();
    }

    /// <summary>The client goes when the first byte comes.</summary>
    private sealed class LeavingStream(CancellationTokenSource leave) : MemoryStream
    {
        public bool Left { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Left = true;
            await leave.CancelAsync();
            throw new OperationCanceledException(leave.Token);
        }
    }
}
