using System.Runtime.InteropServices;

namespace Cairn.Contracts.DataContracts;

public enum ColumnType
{
    Int,
    Float,
    Bool,
    Text,
    Date,
    Time,
}

/// <summary>What is agreed about data: its columns and the whole.</summary>
/// <param name="Rows">Limits on the number of rows; null when none.</param>
/// <param name="Fresh">Most age of the newest event time when the data is checked; null when none.</param>
public sealed record DataContract(IReadOnlyList<ColumnRules> Columns, RowRules? Rows = null, TimeSpan? Fresh = null)
{
    public static DataContract Empty { get; } = new([]);

    /// <summary>Columns that together have no values twice; null when none. A row in which one of them is missing counts for nothing.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Unique { get; init; }

    public bool IsEmpty => Columns.Count == 0 && Rows is null && Fresh is null && Unique is null;
}

/// <summary>What is agreed about one column. Only what is set is checked; a column that is named must be there.</summary>
public sealed record ColumnRules(string Name)
{
    public ColumnType? Type { get; init; }

    public ValueRange? Range { get; init; }

    /// <summary>Of a column of dates or times.</summary>
    public TimeRange? Times { get; init; }

    public AllowedValues? In { get; init; }

    /// <summary>Most share of missing values, 0 to 1.</summary>
    public double? Missing { get; init; }

    /// <summary>Regular expression that the whole text must match (no look-around, no back references).</summary>
    public string? Pattern { get; init; }

    /// <summary>No value twice.</summary>
    public bool Unique { get; init; }

    /// <summary>The column may be absent.</summary>
    public bool Optional { get; init; }

    /// <summary>Of an endpoint's input: what the prediction log keeps of it.</summary>
    public ColumnKept Log { get; init; }
    /// <summary>Every value is one of this column of another source, as far as it has been gathered.</summary>
    public ColumnReference? Refers { get; init; }

    /// <summary>Most distance (PSI) of the distribution from that of the reference: the version tagged <c>reference</c>, else the first.</summary>
    public double? Distribution { get; init; }
}

/// <summary>A column of a source, written <c>data.source.column</c>.</summary>
public sealed record ColumnReference(string Source, string Column)
{
    public override string ToString() => $"data.{Source}.{Column}";
}

/// <summary>Both ends belong to it; an end that is null is open.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ValueRange(double? Min, double? Max);

/// <summary>Both ends belong to it, in UTC; an end that is null is open. A day at its end is the whole day.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimeRange(DateTime? Min, DateTime? Max);

/// <param name="Numbers">Set when every value was written as a number: values are then compared as numbers.</param>
public sealed record AllowedValues(IReadOnlyList<string> Texts, IReadOnlyList<double>? Numbers);

/// <param name="Change">Most change against the version before, as a fraction: 0.3 allows 70 % to 130 % of it.</param>
public sealed record RowRules(long? Min, long? Max, double? Change);
