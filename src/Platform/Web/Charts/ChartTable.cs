namespace Cairn.Platform.Web.Charts;

/// <summary>A chart's numbers as columns of equal length. Cells: string, double (not a number: gap), DateTimeOffset, or null.</summary>
public sealed record ChartTable(IReadOnlyList<ChartColumn> Columns)
{
    public int Rows => Columns.Count == 0 ? 0 : Columns[0].Cells.Count;
}

public sealed record ChartColumn(string Name, IReadOnlyList<object?> Cells)
{
    public static ChartColumn Of(string name, IEnumerable<double?> values) => new(name, [.. values.Select(v => (object?)v)]);

    public static ChartColumn Of(string name, IEnumerable<string?> values) => new(name, [.. values]);

    public static ChartColumn Of(string name, IEnumerable<DateTimeOffset> values) => new(name, [.. values.Select(v => (object?)v)]);
}
