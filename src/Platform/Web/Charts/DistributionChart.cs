namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe D: shares per bin, current as bars, reference as a step line over them; missing values as a bar of their own at the left; categories lie down.</summary>
public sealed record DistributionChart(string What, IReadOnlyList<string> Bins, IReadOnlyList<double> Reference, IReadOnlyList<double> Current)
{
    /// <summary>Shares of missing values (reference, current) in [0, 1].</summary>
    public (double Reference, double Current)? Missing { get; init; }

    /// <summary>Bins are categories: drawn horizontally, in the order given.</summary>
    public bool Categories { get; init; }
    public string ReferenceName { get; init; } = "reference";
    public string CurrentName { get; init; } = "current";

    public ChartSpec Build()
    {
        string[] bins = Missing is null ? [.. Bins] : ["missing", .. Bins];
        double[] reference = Missing is { } m ? [m.Reference, .. Reference] : [.. Reference];
        double[] current = Missing is { } c ? [c.Current, .. Current] : [.. Current];
        object labels = new { type = "category", data = bins, inverse = Categories };
        object shares = new { type = "value", axisLabel = new { formatter = "@percent" } };
        object[] series =
        [
            new { name = CurrentName, type = "bar", color = "$s1", barCategoryGap = "12%", itemStyle = new { opacity = .55 }, data = current },
            Categories
                ? new { name = ReferenceName, type = "scatter", symbol = "rect", symbolSize = new[] { 3, 14 }, color = "$s2", data = reference }
                : new { name = ReferenceName, type = "line", step = "middle", showSymbol = false, symbol = "rect", color = "$s2", lineStyle = new { width = 2, type = SeriesStyle.Dash(1) }, data = reference },
        ];
        object option = Categories
            ? new { xAxis = shares, yAxis = labels, grid = new { containLabel = true, left = 8 }, legend = new { }, series }
            : new { xAxis = labels, yAxis = shares, legend = new { }, series };
        return new(option, Table(bins, reference, current), Sentence(bins, reference, current));
    }

    private ChartTable Table(string[] bins, double[] reference, double[] current) =>
        new([ChartColumn.Of("bin", bins), ChartColumn.Of(ReferenceName, reference.Select(v => (double?)v)), ChartColumn.Of(CurrentName, current.Select(v => (double?)v))]);

    private string Sentence(string[] bins, double[] reference, double[] current)
    {
        if (bins.Length == 0)
        {
            return $"{What}: no data.";
        }

        var most = Enumerable.Range(0, bins.Length).MaxBy(i => Math.Abs(current[i] - reference[i]));
        return $"{What}: the largest change is at {bins[most]}, {Format.Percent(reference[most])} in {ReferenceName}, {Format.Percent(current[most])} in {CurrentName}.";
    }
}
