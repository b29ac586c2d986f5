using System.Net;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Tracking;
using Cairn.Rooms.Tests.Tracking.Traces;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>What MLflow's own server said when it was recorded, brought over: its messages are understood as they are.</summary>
public sealed class RecordedImportTests
{
    [Fact]
    public async Task The_recorded_server_is_brought_over()
    {
        await using RecordedServer server = await RecordedServer.StartAsync();
        await using TestWorld world = await TrackingWorld.StartAsync();
        using HttpResponseMessage begun = await world.Http.PostAsJsonAsync("/api/v1/imports/mlflow", new { from = server.Address }, TestContext.Current.CancellationToken);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await world.QuietAsync();
        JsonObject report = (await world.Http.GetFromJsonAsync<JsonObject>("/api/v1/imports/mlflow/report?from=" + Uri.EscapeDataString(server.Address), TestContext.Current.CancellationToken))!;
        ((string)report["state"]!).ShouldBe("done", report.ToJsonString());
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        Dictionary<string, long> here = report["counts"]!.AsArray().ToDictionary(c => (string)c!["what"]!, c => (long)c!["here"]!);
        foreach (string what in (string[])["experiments", "runs", "params", "metric points", "tags", "logged models", "model metrics", "registered models", "versions", "aliases", "traces", "spans"]) here[what].ShouldBeGreaterThan(0, what);
        foreach (string call in (string[])["GET /api/2.0/mlflow/runs/get", "GET /api/2.0/mlflow/metrics/get-history", "POST /api/3.0/mlflow/traces/search", "GET /api/3.0/mlflow/traces/batchGet", "GET /api/2.0/mlflow/registered-models/search"]) server.Answered.ShouldContain(call);
        JsonObject trace = (await world.ThreeAsync(HttpMethod.Get, "traces/get?trace_id=tr-0921339cc899911465c75445527a3d29"))["trace"]!.AsObject();
        trace["spans"]!.AsArray().Select(s => (string)s!["name"]!).ShouldBe(["f", "g"]);
    }

    // MLflow refuses to tell the scorers of deleted experiments, and with a store of files it has no datasets and no webhooks.
    [Fact]
    public async Task What_a_server_refuses_to_tell_is_left_out_by_name_and_all_else_comes()
    {
        await using RecordedServer server = await RecordedServer.StartAsync();
        (server.Faults["scorers/list"], server.Faults["datasets/search"], server.Faults["webhooks"], server.Faults["runs/get"]) = (400, 500, 500, 500);
        await using TestWorld world = await TrackingWorld.StartAsync();
        async Task<JsonObject> ReportAsync()
        {
            using HttpResponseMessage begun = await world.Http.PostAsJsonAsync("/api/v1/imports/mlflow", new { from = server.Address }, TestContext.Current.CancellationToken);
            await world.QuietAsync();
            return (await world.Http.GetFromJsonAsync<JsonObject>("/api/v1/imports/mlflow/report?from=" + Uri.EscapeDataString(server.Address), TestContext.Current.CancellationToken))!;
        }
        JsonObject report = await ReportAsync();
        ((string)report["state"]!).ShouldBe("done", report.ToJsonString());
        ((bool)report["matches"]!).ShouldBeFalse();
        string[] left = [.. report["left_out"]!.AsArray().Select(l => (string)l!)];
        left.ShouldContain("evaluation datasets: the source does not tell: 500");
        left.ShouldContain("webhooks: the source does not tell: 500");
        left.ShouldContain(l => l.Length == 32 + ": the source does not tell: 500".Length && l.EndsWith(": the source does not tell: 500"));
        left.ShouldContain(l => l.StartsWith("scorers of experiment ") && l.EndsWith("400"));
        report["counts"]!.AsArray().Single(c => (string)c!["what"]! == "registered models")!["here"]!.GetValue<long>().ShouldBeGreaterThan(0);
        // Told the next time, it is left out no more.
        server.Faults.Clear();
        report = await ReportAsync();
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
    }
}
