namespace Cairn.Bench;

/// <summary>How soon a request that cannot be answered is told so.</summary>
internal sealed class ServingRejection : IBenchmark
{
    private const double Allowed = 10;
    private readonly OverloadSetup _setup = new();

    public string Name => "overload-rejection";

    public string What => "99th percentile of the time to a 429 in the same overload, the generator on the same processors, against what we allow";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1);

    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync(cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel) => (await _setup.FloodAsync(cancel)).RejectionMs;

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
