using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>A version in a span of production.</summary>
/// <param name="Known">Null when the registry does not have it any more.</param>
/// <param name="Answered">Rows it answered.</param>
/// <param name="Late">Those of the span's last day.</param>
internal sealed record VersionShare(string Id, ModelVersionView? Known, long Answered, long Late)
{
    public static IReadOnlyDictionary<string, double> NoMetrics { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What it showed when it was evaluated.</summary>
    public IReadOnlyDictionary<string, double> Metrics => Known?.Metrics ?? NoMetrics;
}
