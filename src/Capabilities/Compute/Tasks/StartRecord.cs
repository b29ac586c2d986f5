using Cairn.Platform.Sql;

namespace Cairn.Compute.Tasks;

/// <summary>The record of a task's number, written while it runs: before it is there, the task is found by its variable. What ends at once needs none.</summary>
internal sealed class StartRecord(ComputeParts parts, string key) : IAsyncDisposable
{
    private ITimer? _due;
    private Task _written = Task.CompletedTask;

    /// <summary>It has started; what is still running after a while is put on record.</summary>
    public void Begin(string handle, TimeSpan after)
    {
        if (after == TimeSpan.Zero) Write(handle);
        else _due = parts.Real.Provider.CreateTimer(_ => Write(handle), null, after, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when nothing of it is written any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_due is not null) await _due.DisposeAsync();
        await _written;
    }

    private void Write(string handle) => _written = parts.Database.WriteAsync(s => parts.Store.Started(s, key, handle), cancellation: CancellationToken.None);
}
