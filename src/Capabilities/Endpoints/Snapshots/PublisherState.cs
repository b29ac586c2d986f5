using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Where the publisher reads and keeps what it knows.</summary>
internal sealed record PublisherState(IDatabase Database, EndpointStore Store, RealTime Real, EndpointsOptions Options)
{
    /// <summary>What the data plane of this server serves; null before the first.</summary>
    public ServedSnapshot? Served { get; set; }
}
