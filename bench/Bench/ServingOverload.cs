namespace Cairn.Bench;

/// <summary>What is still answered when five times as much is asked as can be, and how soon the others are told so.</summary>
internal sealed class ServingOverload : IBenchmark
{
    private const double AllowedMs = 10;
    private readonly OverloadSetup _setup = new();
    private OpenResult? _flood;

    public string Name => "overload";

    public string What => "answers a second of a model of 2 ms when 5 times as many requests come as it can answer (open loop), against its peak";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(0.85);

    public IReadOnlyList<Row> Sides =>
    [
        new("overload-rejection", "99th percentile of the time to a 429 in the same overload, the generator on the same processors, against what we allow", "ms", Goal.NoMoreThan(1), () => (_flood!.RejectionMs, AllowedMs)),
    ];

    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync(cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel) => (_flood = await _setup.FloodAsync(cancel)).Answered;

    public Task<double> ControlAsync(CancellationToken cancel) => _setup.PeakAsync(cancel);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
