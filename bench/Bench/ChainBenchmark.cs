namespace Cairn.Bench;

/// <summary>Fifty steps in a row, each the least that a step can be: a shell that makes an empty file of what it was given.</summary>
internal abstract class ChainBenchmark : IBenchmark
{
    protected const int Steps = 50;
    private const int Warming = 6;

    public abstract string Name { get; }

    public abstract string What { get; }

    public string Unit => "ms";

    public abstract Goal Goal { get; }

    public int Rounds => 3;

    protected PipelineSetup Setup { get; } = new();

    // As of a server that has been at work: its code is compiled for good after some hundred steps.
    public async Task PrepareAsync(CancellationToken cancel)
    {
        await Setup.StartAsync(Project(), cancel);
        for (int i = 0; i < Warming; i++) await Setup.RunAsync(noCache: true, cancel);
    }

    public abstract Task<double> MeasureAsync(CancellationToken cancel);

    public abstract Task<double> ControlAsync(CancellationToken cancel);

    public Task FinishAsync()
    {
        Setup.Dispose();
        return Task.CompletedTask;
    }

    private static string Project() => "project: bench\nsteps:\n" + string.Concat(Enumerable.Range(0, Steps).Select(i =>
        $"  s{i}: {{run: \"{BareChain.Command}\", {(i == 0 ? "" : $"in: {{f: s{i - 1}.f}}, ")}out: {{f: file}}}}\n"));
}
