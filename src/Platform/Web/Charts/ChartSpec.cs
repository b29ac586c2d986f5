namespace Cairn.Platform.Web.Charts;

/// <summary>
/// One chart: the option object for ECharts, the same numbers as a table, and the sentence that says what is to be seen.
/// In the option a text "$s1" or "$fail" stands for a colour token and "@interval" for a drawing function of the script.
/// </summary>
public sealed record ChartSpec(object Option, ChartTable Table, string Sentence)
{
    /// <summary>Two grids over each other, which need their full height on a phone too.</summary>
    public bool Tall { get; init; }

    /// <summary>True where there is nothing to draw.</summary>
    public bool IsEmpty => Table.Rows == 0;
}
