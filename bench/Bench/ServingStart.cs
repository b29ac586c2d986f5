namespace Cairn.Bench;

/// <summary>From the start of <c>Serve</c> to ready, each model an endpoint of its own.</summary>
internal class ServingStart(int models, double allowed) : IBenchmark
{
    private readonly StartSetup _setup = new(models);

    public ServingStart() : this(1, 1000)
    {
    }

    public virtual string Name => "serving-start";

    public string What => $"start of `cairn serve` to ready with {models} small model{(models == 1 ? "" : "s")}, against what we allow";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1);

    public int Rounds => 4;

    public Task PrepareAsync(CancellationToken cancel) => _setup.WriteAsync(cancel);

    public Task<double> MeasureAsync(CancellationToken cancel) => _setup.TimeAsync(cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(allowed);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
