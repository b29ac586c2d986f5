using Cairn.Contracts.DataContracts;

namespace Cairn.Data.Ingest;

/// <summary>What the child process found: <c>verdict.json</c>.</summary>
/// <param name="Unreadable">Why the bytes could not be read as a table; then nothing else is set.</param>
internal sealed record IngestVerdict(string? Unreadable)
{
    public long Rows { get; init; }

    public IReadOnlyList<SchemaColumn> Schema { get; init; } = [];

    public IReadOnlyList<RuleResult> Rules { get; init; } = [];

    /// <summary>Newest event time.</summary>
    public DateTimeOffset? Newest { get; init; }

    public bool Holds => Unreadable is null && Rules.All(r => r.Ok);
}

/// <summary>A column of the stored table. <paramref name="Type"/> is one of <c>int float bool text date time</c>.</summary>
internal sealed record SchemaColumn(string Name, string Type, bool Nullable);
