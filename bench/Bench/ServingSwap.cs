namespace Cairn.Bench;

/// <summary>What callers notice of versions that come and go under them. A request that failed, or was answered by another version than it says, ends the measurement.</summary>
/// <param name="full">500 changes after the first 50; else 200.</param>
internal sealed class ServingSwap(bool full) : IBenchmark
{
    private const int Changes = 50;
    private const double Rate = 1000, AllowedKilobytes = 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private readonly SwapSetup _setup = new();
    private double _first, _last;
    private int _changes;

    public string Name => "serving-swap";

    public string What => $"99th percentile of the time to an answer at 1,000 requests a second from when each was due, none failed and none mixed, over {Changes} swaps, canaries, rollbacks and unloads ({Changes * Rounds * 2} in all), against none";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(2);

    public int Rounds => full ? 5 : 2;

    public IReadOnlyList<Row> Sides =>
    [
        new("serving-swap-memory", $"memory (PSS) that the server has more for each of those changes after the first {Changes}, against what we allow", "KB", Goal.NoMoreThan(1), () => ((_last - _first) * 1000 / (_changes - Changes), AllowedKilobytes)),
    ];

    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync(cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        Task<OpenResult> asking = _setup.AskAsync(Rate, Between * Changes, cancel);
        Task pause = Task.CompletedTask;
        for (int i = 0; i < Changes && !asking.IsFaulted; i++)
        {
            await pause;
            // Asking whether the last change is served takes of the pause before the next one, so that all come while requests do.
            pause = Task.Delay(Between, cancel);
            if (i > 0) await _setup.ChangedAsync(cancel);
            await _setup.ChangeAsync(_changes++, cancel);
        }
        await _setup.ChangedAsync(cancel);
        OpenResult result = await asking;
        _last = await Allocation.SettledAsync(_setup.Server, cancel);
        return result.Slow;
    }

    public async Task<double> ControlAsync(CancellationToken cancel)
    {
        OpenResult result = await _setup.AskAsync(Rate, Between * Changes, cancel);
        // What it has after the first changes and a while without any is what it starts from.
        if (_changes == Changes) _first = await Allocation.SettledAsync(_setup.Server, cancel);
        return result.Slow;
    }

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
