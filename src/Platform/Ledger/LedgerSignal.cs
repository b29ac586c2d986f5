namespace Cairn.Platform.Ledger;

/// <summary>Wakes the sealer after a commit, and whoever follows in memory after a seal.</summary>
internal sealed class LedgerSignal
{
    private readonly SemaphoreSlim _raised = new(0, 1);
    private TaskCompletionSource _sealed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when this server has sealed once more.</summary>
    public Task NextSeal => Volatile.Read(ref _sealed).Task;

    public void Sealed() => Interlocked.Exchange(ref _sealed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    public void Raise()
    {
        try
        {
            if (_raised.CurrentCount == 0) _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else raised it between the look and the release: it is raised.
        }
    }

    /// <summary>Until raised, or <paramref name="atMost"/> has passed (another server may have written).</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _raised.WaitAsync(atMost, cancellation);
}
