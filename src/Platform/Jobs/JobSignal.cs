namespace Cairn.Platform.Jobs;

/// <summary>Wakes the runner when a job was enqueued, and tells who waits when a job was settled.</summary>
internal sealed class JobSignal
{
    private readonly SemaphoreSlim _enqueued = new(0);
    private TaskCompletionSource _settled = New();

    public void Raise() => _enqueued.Release();

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _enqueued.WaitAsync(atMost, cancellation);

    /// <summary>Completes when any job is settled after this call.</summary>
    public Task Settled => Volatile.Read(ref _settled).Task;

    public void RaiseSettled() => Interlocked.Exchange(ref _settled, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
