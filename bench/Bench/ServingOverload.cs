namespace Cairn.Bench;

/// <summary>What is still answered when five times as much is asked as can be.</summary>
internal sealed class ServingOverload : IBenchmark
{
    private readonly OverloadSetup _setup = new();

    public string Name => "overload";

    public string What => "answers a second of a model of 2 ms when 5 times as many requests come as it can answer (open loop), against its peak";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(0.85);

    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync(cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel) => (await _setup.FloodAsync(cancel)).Answered;

    public Task<double> ControlAsync(CancellationToken cancel) => _setup.PeakAsync(cancel);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
