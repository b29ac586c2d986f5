using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>From a cause, as it is sent, to the run that its trigger starts, on record as running.</summary>
internal abstract class TriggerBenchmark : IBenchmark
{
    private const int Causes = 20;
    private const double Allowed = 2000;

    public abstract string Name { get; }

    public string What => $"95th percentile of {Causes} from {Cause} to the one run it starts, running and on record, against what we allow";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1);

    public int Rounds => 2;

    protected abstract string Cause { get; }

    protected PipelineSetup Setup { get; } = new();

    /// <summary>Sources, as lines of the project file; and what is written after <c>when</c>.</summary>
    protected abstract (string Data, string When) Rule { get; }

    public virtual Task PrepareAsync(CancellationToken cancel)
        => Setup.StartAsync($"project: bench\n{Rule.Data}steps:\n  s: {{run: \": > $CAIRN_OUT_F\", out: {{f: file}}}}\ntriggers:\n  it: {{when: {Rule.When}, run: s}}\n", cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        var took = new List<double>();
        for (int i = 0; i < Causes; i++)
        {
            long before = (long?)(await Setup.NewestAsync(cancel))?["number"] ?? 0;
            long start = Stopwatch.GetTimestamp();
            await CauseAsync(cancel);
            await Setup.UntilAsync(before + 1, run => (string?)run["state"] != "queued", cancel);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            // While one runs the next would be held back.
            JsonNode ended = await Setup.UntilAsync(before + 1, run => run["finished_at"] is not null, cancel);
            if ((long)ended["number"]! != before + 1) throw new InvalidOperationException("A cause started more than one run.");
            if ((string?)ended["state"] != "succeeded") throw new InvalidOperationException($"{ended["state"]}: {ended["failure"]}");
        }
        return took.Order().ElementAt((int)(0.95 * Causes) - 1);
    }

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        Setup.Dispose();
        return Task.CompletedTask;
    }

    protected abstract Task CauseAsync(CancellationToken cancel);
}
