using Cairn.Contracts.Snapshots;

namespace Cairn.Endpoints;

/// <summary>What the tables say, on its way to the data plane.</summary>
internal sealed record PlannedSnapshot(long Epoch, IReadOnlyList<PlannedEndpoint> Endpoints, IReadOnlyList<TokenRoute> Tokens);
