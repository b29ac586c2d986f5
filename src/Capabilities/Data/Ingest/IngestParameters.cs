using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;

namespace Cairn.Data.Ingest;

/// <summary>What the child process that reads a partition is told.</summary>
/// <param name="Files">Names within the input <c>data</c>, in the order in which they are read.</param>
/// <param name="Time">Column with the event time, or null.</param>
/// <param name="PreviousRows">Median rows of the partitions before; null when there are none.</param>
/// <param name="Now">Domain time, for freshness.</param>
/// <param name="Memory">Of the engine, in bytes.</param>
/// <param name="Limit">Bytes of one file, unpacked.</param>
internal sealed record IngestParameters(
    IReadOnlyList<string> Files, SourceFormat? Format, DataContract Contract, string? Time, long? PreviousRows, DateTimeOffset Now, long Memory, int ColumnLimit, long Limit)
{
    /// <summary>The engine's type of each column of CSV, where the source told it.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>Columns that are taken; null for all.</summary>
    public IReadOnlyList<string>? Select { get; init; }

    /// <summary>Condition in SQL on the rows that are taken; null for all.</summary>
    public string? Where { get; init; }
}
