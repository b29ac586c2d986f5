using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Where the publisher reads and keeps what it knows.</summary>
internal sealed record PublisherState(IDatabase Database, EndpointStore Store, RealTime Real, EndpointsOptions Options);
