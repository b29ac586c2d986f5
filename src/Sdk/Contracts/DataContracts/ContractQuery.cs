namespace Cairn.Contracts.DataContracts;

/// <summary>One query that counts everything a contract asks, in one scan.</summary>
/// <param name="Sql">Gives one row; its columns are <paramref name="Counts"/> in order. Every count is a BIGINT; the newest time is a BIGINT of microseconds since 1970 UTC, or NULL.</param>
public sealed record ContractQuery(string Sql, IReadOnlyList<ContractCount> Counts);

public enum RuleKind
{
    /// <summary>All rows, no rule.</summary>
    Rows,

    /// <summary>Newest event time.</summary>
    Newest,
    Present,
    Type,
    Range,
    In,
    Missing,
    Pattern,
    Unique,

    /// <summary>Several columns that have no values twice together; the count is under their names, joined.</summary>
    Together,
    MinRows,
    MaxRows,
    Change,
    Fresh,
    Refers,
    Distribution,
}

/// <summary>One number of the query's row.</summary>
/// <param name="Column">Null for the whole table.</param>
public readonly record struct ContractCount(RuleKind Kind, string? Column);
