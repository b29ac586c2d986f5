namespace Cairn.Compute.Tasks;

/// <summary>A task between its record and its end.</summary>
internal sealed class OpenTask(CancellationTokenSource cancel)
{
    private TaskCompletionSource _changed = New();

    public CancellationTokenSource Cancel { get; } = cancel;

    /// <summary>Completes when it starts or ends after this call.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public void Raise() => Interlocked.Exchange(ref _changed, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
