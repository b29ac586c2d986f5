namespace Cairn.Data;

/// <summary>The immutable, content-addressed result of one gathering: Parquet with schema and profile.</summary>
public sealed record DatasetVersion
{
    /// <summary><c>dsv-</c> and a ULID.</summary>
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Source { get; init; } = "";

    /// <summary>A day (<c>2001-01-05</c>), hour (<c>2001-01-05T07</c>), month, year or file name; empty when the source has no partitions.</summary>
    public string Partition { get; init; } = "";

    /// <summary>From 1 in each source.</summary>
    public int Number { get; init; }

    /// <summary>Of the Parquet file, <c>sha256:…</c>.</summary>
    public string Digest { get; init; } = "";
    public long Rows { get; init; }
    public long Bytes { get; init; }

    /// <summary>An array of <c>{"name","type","nullable"}</c>; types are <c>int float bool text date time</c>.</summary>
    public string SchemaJson { get; init; } = "[]";
    public string ProfileDigest { get; init; } = "";

    /// <summary>Domain time.</summary>
    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>Its <c>version.registered</c>.</summary>
    public string EventId { get; init; } = "";
    public string RunId { get; init; } = "";

    /// <summary>Where it came from, <c>file://…</c>.</summary>
    public string SourceUri { get; init; } = "";

    /// <summary>Of the bytes as they came.</summary>
    public string SourceDigest { get; init; } = "";

    /// <summary>Names that people gave it, where they were asked for.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Since when its content is gone; null while it is there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}
