using Cairn.Contracts.Snapshots;
using Cairn.Serving.Metrics;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Metrics;

/// <summary>Which application took up which version.</summary>
public sealed class PickupTests
{
    private const string Body = """{"instances":[[1,2,3,4]]}""";

    [Fact]
    public async Task An_application_that_names_itself_is_known_by_each_version_that_answered_it()
    {
        var time = new ManualTime();
        await using ServingHost host = await ServingHost.StartAsync(clocks: new ServingClocks(time, TimeProvider.System));
        VariantRoute first = host.Model("1", TestModels.Matrix());
        await host.ApplyAsync(ServingHost.Endpoint("m", first));
        DateTimeOffset begun = time.GetUtcNow();
        await AskAsync(host, "board");
        time.Advance(TimeSpan.FromMinutes(5));
        await AskAsync(host, "board");
        foreach (string no in new[] { "", "a b", "-x", new string('a', 65) }) await AskAsync(host, no);
        await host.PostAsync("/endpoints/m/invocations", Body);
        // Who asks for a version by its number has not taken up what the endpoint serves.
        await host.PostAsync("/v2/models/m/versions/1/infer", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", ("X-Cairn-App", "pinned"));
        await host.PostAsync("/endpoints/m/invocations", "{}", ("X-Cairn-App", "refused"));
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("2", TestModels.Matrix())));
        await AskAsync(host, "board");

        IReadOnlyList<VariantReading> read = host.Metrics.Read().Endpoint("m")!.Variants;
        read.Select(v => (v.Version, string.Join(",", v.Pickups.Select(p => p.Application)))).ShouldBe([("1", "board"), ("2", "board")]);
        (read[0].Pickups[0].First, read[0].Pickups[0].Last, read[1].Pickups[0].First).ShouldBe((begun, begun.AddMinutes(5), begun.AddMinutes(5)));
    }

    [Fact]
    public void Callers_cannot_grow_it_beyond_its_bound()
    {
        var meter = new PickupMeter();
        for (int i = 0; i < 1000; i++) meter.Used($"app-{i}", DateTimeOffset.UnixEpoch);
        meter.Read().Count.ShouldBe(200);
    }

    private static async Task AskAsync(ServingHost host, string application) =>
        ((int)(await host.PostAsync("/endpoints/m/invocations", Body, ("X-Cairn-App", application))).Status).ShouldBe(200);
}
