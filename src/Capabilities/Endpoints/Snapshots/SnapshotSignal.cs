namespace Cairn.Endpoints;

/// <summary>Wakes the publisher when the tables changed, and tells who waits how far the data plane has been brought.</summary>
internal sealed class SnapshotSignal
{
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = New();
    private long _settled = -1;

    /// <summary>What the tables say has been brought to the data plane once since the start.</summary>
    public bool HasSettled
    {
        get
        {
            lock (_gate) return _settled >= 0;
        }
    }

    public void Raise() => _changed.Release();

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        if (!await _changed.WaitAsync(atMost, cancellation)) return;
        while (_changed.Wait(0, cancellation))
        {
            // Several changes are one publication.
        }
    }

    public void Settle(long epoch)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            _settled = Math.Max(_settled, epoch);
            (moved, _moved) = (_moved, New());
        }
        moved.TrySetResult();
    }

    public async Task SettledAsync(long epoch, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_settled >= epoch) return;
                moved = _moved.Task;
            }
            await moved.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
