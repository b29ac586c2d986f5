namespace Cairn.Contracts.Snapshots;

/// <summary>
/// Everything the data plane routes by: swapped whole, read from one JSON file or given in process. The data plane works on a copy of
/// its own, so what is changed after it was applied changes nothing. (Properties with a default are settable because the generated
/// JSON reader would overwrite init-only ones that a file leaves out.)
/// </summary>
public sealed record RouteSnapshot
{
    /// <summary>Grows with every change; a data plane refuses a lower one than it has.</summary>
    public required long Epoch { get; init; }

    public IReadOnlyList<EndpointRoute> Endpoints { get; set; } = [];

    /// <summary>Who may call, where the data plane checks tokens itself.</summary>
    public IReadOnlyList<TokenRoute> Tokens { get; set; } = [];
}
