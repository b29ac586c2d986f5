using Cairn.Platform.Sql;

namespace Cairn.Platform.Jobs;

/// <summary>Background work, at least once, from the moment the transaction that asked for it commits.</summary>
public interface IJobs
{
    /// <summary>Enqueues within the caller's transaction. False when a job with this key was made before.</summary>
    bool Enqueue(SqlSession transaction, JobDraft draft);
}
