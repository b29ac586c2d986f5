using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Journeys.Tests.Pipelines;

/// <summary>A server of a thousand runs is brought over while the one that does it is killed with -9, twice: the counts match.</summary>
public sealed class KilledImportTests
{
    private const int Runs = 1000, Models = 5;

    [Fact]
    public async Task An_import_that_is_killed_twice_brings_everything_once()
    {
        using ServerProcess source = new(), target = new();
        await source.StartAsync();
        await FillAsync(source);
        using var gate = new RunGate(source.Server);
        await target.StartAsync();
        await target.PostAsync("api/v1/imports/mlflow", new { from = gate.Address });
        foreach (int runs in (int[])[Runs / 5, Runs / 2])
        {
            // It waits for the next run, wherever else it is, when it is killed.
            gate.Open(runs);
            JsonNode before = await UntilAsync(target, gate.Address, r => Here(r, "runs") >= runs || (string)r["state"]! != "running");
            ((string)before["state"]!, Here(before, "runs")).ShouldBe(("running", runs));
            target.Kill();
            await target.StartAsync();
        }
        gate.Open(Runs);
        JsonNode report = await UntilAsync(target, gate.Address, r => (string)r["state"]! != "running");
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        Here(report, "runs").ShouldBe(Runs);
        Here(report, "metric points").ShouldBe(Runs * 4);
        Here(report, "versions").ShouldBe(Models);
        Here(report, "files").ShouldBe(Models);
        (await target.GetAsync("api/v1/ledger/verify"))["verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    private static async Task FillAsync(ServerProcess server)
    {
        var runs = new string[Runs];
        await Parallel.ForEachAsync(Enumerable.Range(0, Runs), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            runs[i] = (string)(await server.PostAsync("api/2.0/mlflow/runs/create", new { experiment_id = "0", start_time = 1_700_000_000_000 + i }))["run"]!["info"]!["run_id"]!;
            object Point(string key, int step) => new { key, value = (i + step) * 0.001, timestamp = 1_700_000_000_000 + step, step };
            await server.PostAsync("api/2.0/mlflow/runs/log-batch", new
            {
                run_id = runs[i],
                metrics = new[] { Point("auc", 0), Point("auc", 1), Point("loss", 0), Point("loss", 1) },
                @params = new[] { new { key = "depth", value = i.ToString(CultureInfo.InvariantCulture) } },
                tags = new[] { new { key = "team", value = "ops" } },
            });
            // Some have not ended: these are brought again whenever the import goes on.
            if (i % 10 != 0) await server.PostAsync("api/2.0/mlflow/runs/update", new { run_id = runs[i], status = "FINISHED", end_time = 1_700_000_001_000 + i });
        });
        await server.PostAsync("api/2.0/mlflow/registered-models/create", new { name = "delay" });
        for (int i = 0; i < Models; i++)
        {
            await server.PutAsync($"api/2.0/mlflow-artifacts/artifacts/0/{runs[i]}/artifacts/model/MLmodel", $"run: {i}");
            await server.PostAsync("api/2.0/mlflow/model-versions/create", new { name = "delay", source = $"runs:/{runs[i]}/model", run_id = runs[i] });
        }
        await server.PostAsync("api/2.0/mlflow/registered-models/alias", new { name = "delay", alias = "champion", version = "3" });
    }

    private static async Task<JsonNode> UntilAsync(ServerProcess server, string from, Func<JsonNode, bool> enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        while (true)
        {
            JsonNode report = await server.GetAsync("api/v1/imports/mlflow/report?from=" + Uri.EscapeDataString(from));
            if (enough(report)) return report;
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private static long Here(JsonNode report, string what) => (long)report["counts"]!.AsArray().First(c => (string)c!["what"]! == what)!["here"]!;
}
