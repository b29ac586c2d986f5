using System.Text.Json.Serialization;

namespace Cairn.Contracts.Snapshots;

/// <summary>One model version behind an endpoint.</summary>
public sealed record VariantRoute
{
    public required string Version { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the file; the file is refused when it differs.</summary>
    public required string Digest { get; init; }

    /// <summary>Absolute path of the model file in a directory of its own: ONNX, XGBoost, or a package.</summary>
    public required string Path { get; init; }

    /// <summary>Of an ensemble: absolute paths of its members' files, by digest.</summary>
    public IReadOnlyDictionary<string, string>? Members { get; set; }

    /// <summary>Share of the sticky keys, 0 to 1000.</summary>
    public required int WeightPermille { get; init; }

    public VariantRole Role { get; set; } = VariantRole.Stable;

    /// <summary>The points of keys that are its own, as many as its weight: they stay its own whatever becomes of the others. Absent: canaries lie side by side from 0.</summary>
    public PointRange? Range { get; set; }
}

/// <summary>What a variant is to its endpoint.</summary>
public enum VariantRole
{
    [JsonStringEnumMemberName("stable")] Stable,
    [JsonStringEnumMemberName("canary")] Canary,
}
