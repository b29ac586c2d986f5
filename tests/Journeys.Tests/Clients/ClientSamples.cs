using System.Diagnostics.Metrics;
using Cairn.Client;
using Microsoft.Extensions.Logging;

namespace Cairn.Journeys.Tests.Clients;

/// <summary>The programs of <c>docs/guide/dotnet-client.md</c>, between lines that name them. <see cref="ClientTests"/> runs them and compares the guide.</summary>
internal static class ClientSamples
{
    public static async Task TrainAsync(CairnClient cairn, CancellationToken cancel)
    {
        // sample: run
        await using CairnRun run = await cairn.StartRunAsync("late-flights", new RunOptions { Name = "nightly" }, cancel);
        await run.LogParamAsync("depth", 5, cancel);
        await run.LogInputAsync(new DatasetInput("flights", "4f2c9a", "flights.csv", "training"), cancel);
        for (int epoch = 1; epoch <= 20; epoch++)
        {
            await run.LogMetricAsync("loss", 1.0 / epoch, step: epoch, cancel);
        }
        await run.SetTagAsync("team", "ops", cancel);
        await run.EndAsync(cancel: cancel);                     // tells what did not arrive
        // end
    }

    public static async Task<string?> FilesAsync(CairnClient cairn, string file, Stream target, CancellationToken cancel)
    {
        string? id = null;
        // sample: files
        await cairn.TrackAsync("late-flights", async run =>     // ends as failed when the work throws
        {
            await run.UploadAsync("model/model.joblib", file, cancel);
            foreach (RunFile found in await run.ListAsync("model", cancel))
            {
                await run.DownloadAsync(found.Path, target, cancel);
            }
            id = run.Id;
        }, cancel: cancel);
        // end
        return id;
    }

    public static async Task RegisterAsync(CairnClient cairn, string runId, CancellationToken cancel)
    {
        // sample: models
        ModelVersion version = await cairn.Models.RegisterAsync("late", runId, "model", "deeper trees", cancel);
        await cairn.Models.SetTagAsync("late", version.Number, "reviewed", "yes", cancel);
        await cairn.Models.SetAliasAsync("late", "champion", version.Number, cancel);
        ModelVersion champion = await cairn.Models.GetByAliasAsync("late", "champion", cancel);
        // end
        champion.Number.ShouldBe(version.Number);
    }

    public static async Task<ReplayReport> OfflineAsync(CairnClient cairn, string folder, Func<Task> comesBack, CancellationToken cancel)
    {
        // sample: offline
        RunOptions options = new() { BufferDirectory = folder };
        await using (CairnRun run = await cairn.StartRunAsync("late-flights", options, cancel))
        {
            await run.LogMetricAsync("auc", 0.66, cancel: cancel);
        }
        // end
        await comesBack();
        // sample: replay
        ReplayReport report = await cairn.ReplayAsync(folder, cancel);
        Console.Error.WriteLine($"{report.Sent.Count} runs sent, {report.Waiting.Count} wait");
        // end
        return report;
    }

    public static async Task BridgeAsync(CairnClient cairn, CancellationToken cancel)
    {
        using var meter = new Meter("Flights.Training");
        Counter<long> rows = meter.CreateCounter<long>("rows");
        // sample: bridges
        await using CairnRun run = await cairn.StartRunAsync("late-flights", cancel: cancel);
        ILogger log = run.CreateLoggerProvider("logs/train.log").CreateLogger("Training");
        run.ListenTo(TimeSpan.FromSeconds(10), "Flights.Training");

        log.LogInformation("reading {File}", "flights.csv");
        rows.Add(1200);                                         // a Counter<long> of the meter
        // end
    }
}
