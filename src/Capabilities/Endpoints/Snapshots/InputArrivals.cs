using Cairn.Data;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Other inputs of an endpoint are another snapshot.</summary>
internal sealed class InputArrivals(EndpointStore store, SnapshotSignal signal) : IContractListener
{
    public void InForce(SqlSession transaction, string project, string name)
    {
        if (!name.StartsWith(IContractListener.OfEndpoints, StringComparison.Ordinal)) return;
        store.Bump(transaction);
        transaction.AfterCommit(signal.Raise);
    }
}
