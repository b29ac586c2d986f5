namespace Cairn.Platform.Sql;

/// <inheritdoc cref="ISqliteWrite"/>
internal sealed class SqliteWrite<T>(Func<SqlSession, T> work, CancellationToken cancellation) : ISqliteWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqlSession? _session;
    private T _result = default!;

    public Task<T> Task => _done.Task;

    public bool Run(SqlSession session)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            _session = session;
            _result = work(session);
            return true;
        }
        catch (Exception e)
        {
            Fail(e);
            return false;
        }
    }

    public void Complete()
    {
        _session!.Committed();
        _done.TrySetResult(_result);
    }

    public void Fail(Exception cause)
    {
        if (cause is OperationCanceledException) _done.TrySetCanceled(cancellation);
        else _done.TrySetException(cause);
    }
}
