using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>From a cause, as it is sent, to the run that its trigger starts, on record as running.</summary>
internal abstract class TriggerBenchmark : IBenchmark
{
    private const string Step = "s";
    private const int Causes = 20;
    private const double Allowed = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public abstract string Name { get; }

    public string What => $"95th percentile of {Causes} from {Cause} to the one run it starts, running and on record, against what we allow";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1);

    public virtual int Rounds => 2;

    protected abstract string Cause { get; }

    protected virtual PipelineSetup Setup { get; } = new();

    /// <summary>What is written after <c>when</c>.</summary>
    protected abstract string When { get; }

    /// <summary>What else the project file needs, as whole lines; its steps apart.</summary>
    protected virtual (string Lines, string Steps) Besides => ("", "");

    public virtual Task PrepareAsync(CancellationToken cancel) => Setup.StartAsync($$$"""
        project: bench
        steps:
          {{{Step}}}: {run: ": > $CAIRN_OUT_F", out: {f: file}}{{{Besides.Steps}}}
        triggers:
          it: {when: {{{When}}}, run: {{{Step}}}}
        {{{Besides.Lines}}}

        """, cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        var took = new List<double>();
        for (int i = 0; i < Causes; i++)
        {
            await ReadyAsync(cancel);
            long before = (long?)(await Setup.NewestAsync(cancel))?["number"] ?? 0;
            long start = Stopwatch.GetTimestamp();
            await CauseAsync(cancel);
            // A cause that starts nothing is an error, not a long wait.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            await UntilAsync(before, run => (string?)run["state"] != "queued", patience.Token);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            // While one runs the next would be held back.
            JsonNode ended = await UntilAsync(before, run => run["finished_at"] is not null, patience.Token);
            if ((string?)ended["state"] != "succeeded") throw new InvalidOperationException($"{ended["state"]}: {ended["failure"]}");
        }
        return took.Order().ElementAt((int)(0.95 * Causes) - 1);
    }

    /// <summary>Waits until the one run that began after another is as it should be; runs of the server itself, which tries gates and reproduces, are left out.</summary>
    private async Task<JsonNode> UntilAsync(long after, Func<JsonNode, bool> isSo, CancellationToken cancel)
    {
        while (true)
        {
            JsonNode[] started = [.. (await Setup.GetAsync("pipeline-runs?limit=10", cancel))["items"]!.AsArray().OfType<JsonNode>().Where(r => (long)r["number"]! > after && (string?)r["target"] == Step)];
            if (started.Length > 1) throw new InvalidOperationException("A cause started more than one run.");
            if (started is [var run] && isSo(run)) return run;
            await Task.Delay(PipelineSetup.Pause, cancel);
        }
    }

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        Setup.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>What must be so before the next cause, and is not measured.</summary>
    protected virtual Task ReadyAsync(CancellationToken cancel) => Task.CompletedTask;

    protected abstract Task CauseAsync(CancellationToken cancel);
}
