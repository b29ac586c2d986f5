namespace Cairn.Endpoints;

/// <summary>A version to be put behind an endpoint.</summary>
/// <param name="Role"><see cref="Stable"/> or <see cref="Canary"/>.</param>
public sealed record VariantDraft(string VersionId, int Number, string Digest, int WeightPermille, string Role = VariantDraft.Stable)
{
    public const string Stable = "stable", Canary = "canary";

    /// <summary>First of the points of keys that are its own, as many as its weight; null: as the weights lie.</summary>
    public int? FromPoint { get; init; }
}
