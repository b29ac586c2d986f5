using Cairn.Contracts.DataContracts;

namespace Cairn.Contracts.Projects;

public enum OnFail
{
    Quarantine,
    Stop,
    Warn,
}

/// <summary>Where the bucket stands in an object's address.</summary>
public enum BucketAddressing
{
    /// <summary>At the beginning of the path.</summary>
    Path,

    /// <summary>In front of the host.</summary>
    Virtual,
}

/// <summary>A source: where data comes from, when it is gathered, and what is expected of it.</summary>
/// <param name="From">Path, glob, URL or 'push'; may hold {year} {month} {day} {hour}. Empty when a <see cref="Command"/> brings the data.</param>
public sealed record DataSource(string Name, string From)
{
    /// <summary>One of <see cref="SourceKinds"/>; empty when the address is of no known kind.</summary>
    public string Kind => SourceKinds.Of(From, Command);

    /// <summary>The source that this one is a view of; null when it is none.</summary>
    public string? ViewOf => Kind == SourceKinds.View ? From[SourceKinds.ViewBeginning.Length..] : null;

    /// <summary>Of a view: the partitions it shows; null for all.</summary>
    public PartitionWindow? Partitions { get; init; }

    /// <summary>Of a view: the columns it shows, in this order; empty for all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Of a view: the condition in SQL that its rows meet; null for all rows.</summary>
    public string? Where { get; init; }

    /// <summary>Shell line that writes the data to CAIRN_OUT_DATA; may hold the placeholders.</summary>
    public string? Command { get; init; }

    /// <summary>Table of a database, perhaps with its schema.</summary>
    public string? Table { get; init; }

    /// <summary>One SELECT in place of a table; may hold the placeholders.</summary>
    public string? Query { get; init; }

    /// <summary>Column that only grows: each gathering takes the rows above the one before.</summary>
    public string? Watermark { get; init; }

    /// <summary>How long after its end a partition is looked at again; with <see cref="Watermark"/>, how old a row must be to be taken.</summary>
    public TimeSpan? Late { get; init; }

    /// <summary>URL of an object store other than that of AWS.</summary>
    public string? Endpoint { get; init; }

    public string? Region { get; init; }

    public BucketAddressing Addressing { get; init; }

    /// <summary>How the pages of an HTTP answer follow one another; by the header 'Link' when null.</summary>
    public SourcePaging? Pages { get; init; }

    /// <summary>When to gather; null when <see cref="OnNew"/> or by hand.</summary>
    public Schedule? Every { get; init; }

    /// <summary>Gathered whenever something new appears (<c>every: new</c>).</summary>
    public bool OnNew { get; init; }

    /// <summary>First day to gather, for backfill.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Column with the event time.</summary>
    public string? Time { get; init; }

    /// <summary>Columns that name a row of the business.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    public DataContract Expect { get; init; } = DataContract.Empty;

    /// <summary>Roles that answer for <see cref="Expect"/>.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    public OnFail OnFail { get; init; } = OnFail.Quarantine;

    /// <summary>Name of a secret, never its value.</summary>
    public string? Secret { get; init; }

    /// <summary>How the bytes are read; by the ending of the name when null.</summary>
    public SourceFormat? Format { get; init; }
}

/// <param name="Type">csv, json, jsonl or parquet.</param>
/// <param name="Delimiter">For csv; one character, found out when null.</param>
/// <param name="Header">For csv; found out when null.</param>
/// <param name="Missing">Text that stands for a missing value.</param>
public sealed record SourceFormat(string Type, string? Delimiter = null, bool? Header = null, string? Missing = null);

/// <param name="Items">Dotted path of the rows within a page; the whole page when null.</param>
/// <param name="Next">Dotted path of the next page's address, or with <paramref name="By"/> of what names it; by the header 'Link' when both are null.</param>
/// <param name="By">Parameter of the query that names the page; without <paramref name="Next"/> it counts from 1 until a page is empty.</param>
/// <param name="Offset">Parameter of the query that says how many rows to pass over: it grows by the rows of each page until one is empty.</param>
public sealed record SourcePaging(string? Items = null, string? Next = null, string? By = null, string? Offset = null);
