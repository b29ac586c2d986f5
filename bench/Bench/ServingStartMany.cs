namespace Cairn.Bench;

/// <summary>From the start of <c>Serve</c> to ready, fifty models, each an endpoint of its own.</summary>
internal sealed class ServingStartMany : IBenchmark
{
    private readonly StartSetup _setup = new(50);

    public string Name => "serving-start-many";

    public string What => "start of `cairn serve` to ready with 50 small models, against what we allow";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1);

    public int Rounds => 4;

    public Task PrepareAsync(CancellationToken cancel) => _setup.WriteAsync(cancel);

    public Task<double> MeasureAsync(CancellationToken cancel) => _setup.TimeAsync(cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(5000d);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
