using Cairn.Contracts.DataContracts;

namespace Cairn.Contracts.Projects;

public enum OnFail
{
    Quarantine,
    Stop,
    Warn,
}

/// <summary>A source: where data comes from, when it is gathered, and what is expected of it.</summary>
/// <param name="From">Path, glob or URL; may hold {year} {month} {day} {hour}.</param>
public sealed record DataSource(string Name, string From)
{
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
