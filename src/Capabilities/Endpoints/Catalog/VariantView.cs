namespace Cairn.Endpoints;

/// <summary>A version behind an endpoint. Weights of one endpoint make 1000.</summary>
public sealed record VariantView
{
    public string VersionId { get; init; } = "";

    /// <summary>Of the version within its model.</summary>
    public int Number { get; init; }

    /// <summary>Of the model file.</summary>
    public string Digest { get; init; } = "";

    public int WeightPermille { get; init; }

    /// <summary><c>stable</c> or <c>canary</c>; exactly one is stable.</summary>
    public string Role { get; init; } = VariantDraft.Stable;

    /// <summary>First of the points of keys that are its own, as many as its weight; null: as the weights lie.</summary>
    public int? FromPoint { get; init; }

    /// <summary>Domain time, unix milliseconds, since when this version is behind the endpoint.</summary>
    public long Since { get; init; }
}
