namespace Cairn.Contracts.Snapshots;

/// <summary>A keyed file out of which values of a feature are looked up: inputs of the model that requests leave out.</summary>
public sealed record LookupRoute
{
    /// <summary>Name of the feature.</summary>
    public required string Feature { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the file.</summary>
    public required string Digest { get; init; }

    /// <summary>Absolute path of the file.</summary>
    public required string Path { get; init; }
}
