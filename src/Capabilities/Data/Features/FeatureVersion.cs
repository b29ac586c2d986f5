using Cairn.Data.Features;

namespace Cairn.Data;

/// <summary>A file of a feature that was put in force. Times are unix milliseconds of domain time.</summary>
public sealed record FeatureVersion
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Name { get; init; } = "";
    public int Number { get; init; }

    /// <summary>Of the keyed file.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Of the Parquet file with all facts.</summary>
    public string TableDigest { get; init; } = "";
    public long Entries { get; init; }
    public long Bytes { get; init; }

    /// <summary>Names of keys and values.</summary>
    public string ColumnsJson { get; init; } = "{}";

    /// <summary>Names of the values.</summary>
    public IReadOnlyList<string> Values => FeatureColumns.Parse(ColumnsJson).Values;

    /// <summary>When the newest data in it had arrived.</summary>
    public long AsOf { get; init; }
    public long PublishedAt { get; init; }
    public string RunId { get; init; } = "";
    public string EventId { get; init; } = "";
}
