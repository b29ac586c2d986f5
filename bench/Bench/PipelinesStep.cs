using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>From the end of a step on record to the end on record of the one that follows it, by the run's journal.</summary>
internal sealed class PipelinesStep : ChainBenchmark
{
    private static readonly TimeSpan Rarely = TimeSpan.FromMilliseconds(100);

    public override string Name => "pipelines-step";

    public override string What => "one more no-op step in a row, local and durable (median), against a bare program that starts the same command and writes to a synced file";

    public override Goal Goal => Goal.NoMoreThan(8).And(15);

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        await Setup.RunAsync(noCache: true, cancel, Rarely);
        JsonNode run = (await Setup.NewestAsync(cancel))!;
        long[] ends = [.. (await Setup.GetAsync($"pipeline-runs/{run["number"]}", cancel))["journal"]!.AsArray().Where(l => l!["step"] is not null && (string?)l["to_state"] == "succeeded").Select(l => (long)l!["at"]!)];
        return Runner.Median(ends.Zip(ends.Skip(1), (before, after) => (double)(after - before)));
    }

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Runner.Median(BareChain.Run(Steps)));
}
