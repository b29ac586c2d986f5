using System.Text.Json;

namespace Cairn.Data.Features;

/// <summary>Names in a keyed file, as the table keeps them.</summary>
internal sealed record FeatureColumns(IReadOnlyList<string> Keys, IReadOnlyList<string> Values)
{
    public static FeatureColumns Parse(string json) => JsonSerializer.Deserialize<FeatureColumns>(json)!;

    public string ToJson() => JsonSerializer.Serialize(this);
}
