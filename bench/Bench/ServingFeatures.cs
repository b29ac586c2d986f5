namespace Cairn.Bench;

/// <summary>What contract, split by key, watch over a canary and the log of every answer cost together: the same server and model with and without them.</summary>
internal sealed class ServingFeatures : IBenchmark
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly ServingSetup _setup = new();

    public string Name => "serving-features";

    public string What => "answers of the flight model a second, everything on, against no limits on inputs, one variant and no log";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(0.85);

    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync(cancel);

    public Task<double> MeasureAsync(CancellationToken cancel) => _setup.AskAsync("delay", Span, cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => _setup.AskAsync("plain", Span, cancel);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
