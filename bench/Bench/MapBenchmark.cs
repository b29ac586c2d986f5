namespace Cairn.Bench;

/// <summary>What is told of <see cref="MapRun"/>.</summary>
internal abstract class MapBenchmark : IBenchmark
{
    public abstract string Name { get; }

    public abstract string What { get; }

    public abstract string Unit { get; }

    public abstract Goal Goal { get; }

    public virtual int Rounds => 1;

    protected MapRun Run { get; private set; } = null!;

    public async Task PrepareAsync(CancellationToken cancel) => Run = await MapRun.GetAsync().WaitAsync(cancel);

    public abstract Task<double> MeasureAsync(CancellationToken cancel);

    public abstract Task<double> ControlAsync(CancellationToken cancel);

    // Others may still tell of it; it ends with the program.
    public Task FinishAsync() => Task.CompletedTask;
}
