using Cairn.Contracts;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Jobs;

/// <inheritdoc cref="IJobs"/>
internal sealed class JobQueue(JobStore store, JobSignal signal, RealTime real) : IJobs
{
    private readonly Lock _naming = new();
    private string _last = "";

    public bool Enqueue(SqlSession transaction, JobDraft draft)
    {
        bool made = store.Insert(transaction, NextId(), draft, real.Now.ToUnixTimeMilliseconds());
        if (made) transaction.AfterCommit(signal.Raise);
        return made;
    }

    /// <summary>Of what was enqueued in one millisecond the first is due first.</summary>
    private string NextId()
    {
        lock (_naming) return _last = Ulid.After(_last, real.Now);
    }
}
