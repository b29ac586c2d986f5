using Cairn.Contracts;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Jobs;

/// <inheritdoc cref="IJobs"/>
internal sealed class JobQueue(JobStore store, JobSignal signal, RealTime real) : IJobs
{
    public bool Enqueue(SqlSession transaction, JobDraft draft)
    {
        bool made = store.Insert(transaction, Ulid.New(real.Now), draft, real.Now.ToUnixTimeMilliseconds());
        if (made) transaction.AfterCommit(signal.Raise);
        return made;
    }
}
