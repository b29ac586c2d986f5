namespace Cairn.Contracts.Snapshots;

/// <summary>Everything the data plane routes by: immutable, swapped whole, read from one JSON file or given in process.</summary>
public sealed record RouteSnapshot
{
    /// <summary>Grows with every change; a data plane refuses a lower one than it has.</summary>
    public required long Epoch { get; init; }

    public IReadOnlyList<EndpointRoute> Endpoints { get; init; } = [];
}
