using Cairn.Data;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Another file of a feature is another snapshot.</summary>
internal sealed class FeatureArrivals(EndpointStore store, SnapshotSignal signal) : IFeatureListener
{
    public void Published(SqlSession transaction, FeatureVersion version)
    {
        store.Bump(transaction);
        transaction.AfterCommit(signal.Raise);
    }
}
