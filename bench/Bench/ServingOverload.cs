namespace Cairn.Bench;

/// <summary>What is still answered when five times as much is asked as can be, how soon the others are told so, and what it does to the server.</summary>
/// <param name="full">A minute each time, as long as a flood lasts before somebody comes; else five seconds.</param>
internal sealed class ServingOverload(bool full) : IBenchmark
{
    private const double AllowedMs = 10, AllowedMegabytes = 64, AllowedLivenessMs = 1000;
    private readonly OverloadSetup _setup = new(TimeSpan.FromSeconds(full ? 60 : 5));

    public string Name => "serving-overload";

    public string What => $"answers a second of a model of 2 ms when 5 times as many requests come as it can answer (open loop, {_setup.Span.TotalSeconds:0} s), against its peak";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(0.85);

    public int Rounds => 4;

    public IReadOnlyList<Row> Sides =>
    [
        new("serving-overload-rejection", "99th percentile of the time to a 429 in the same overload from when the request was due, the generator on the same processors, against what we allow", "ms", Goal.NoMoreThan(1), () => (_setup.Flood!.SlowRejection, AllowedMs)),
        new("serving-overload-memory", "most memory (PSS) of the server in the same overload, above what it had before the first, against what we allow", "MB", Goal.NoMoreThan(1), () => (_setup.MegabytesMore, AllowedMegabytes)),
        new("serving-overload-live", "longest that `/v2/health/live` took in the same overload, asked each 100 ms by a connection of its own, against the second that probes allow", "ms", Goal.NoMoreThan(1), () => (_setup.SlowestLiveness, AllowedLivenessMs)),
    ];

    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync(cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel) => (await _setup.FloodAsync(cancel)).PerSecond;

    public Task<double> ControlAsync(CancellationToken cancel) => _setup.PeakAsync(cancel);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
