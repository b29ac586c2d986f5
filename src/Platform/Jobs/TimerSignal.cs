namespace Cairn.Platform.Jobs;

/// <summary>Wakes the timer service when a due time has changed.</summary>
internal sealed class TimerSignal
{
    private readonly SemaphoreSlim _changed = new(0);

    public void Raise() => _changed.Release();

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _changed.WaitAsync(atMost, cancellation);
}
