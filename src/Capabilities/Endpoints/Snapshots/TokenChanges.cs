using Cairn.Identity;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Other tokens are another snapshot.</summary>
internal sealed class TokenChanges(EndpointStore store, SnapshotSignal signal) : ITokenListener
{
    public void Changed(SqlSession transaction)
    {
        store.Bump(transaction);
        transaction.AfterCommit(signal.Raise);
    }
}
