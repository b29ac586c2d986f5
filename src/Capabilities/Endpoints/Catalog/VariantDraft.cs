namespace Cairn.Endpoints;

/// <summary>A version to be put behind an endpoint.</summary>
/// <param name="Role"><see cref="Stable"/> or <see cref="Canary"/>.</param>
public sealed record VariantDraft(string VersionId, int Number, string Digest, int WeightPermille, string Role = VariantDraft.Stable)
{
    public const string Stable = "stable", Canary = "canary";
}
