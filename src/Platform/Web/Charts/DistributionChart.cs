namespace Cairn.Platform.Web.Charts;

/// <summary>
/// Recipe D: shares per bin, current as bars, reference (empty where there is none) as a step line over them; missing values as a bar of their own
/// at the left; categories lie down.
/// </summary>
public sealed record DistributionChart(string What, IReadOnlyList<string> Bins, IReadOnlyList<double> Reference, IReadOnlyList<double> Current)
{
    // A smaller difference is not seen.
    private const double Seen = .0005;

    /// <summary>Shares of missing values (reference, current) in [0, 1].</summary>
    public (double Reference, double Current)? Missing { get; init; }

    /// <summary>Bins are categories: drawn horizontally, in the order given.</summary>
    public bool Categories { get; init; }
    public string ReferenceName { get; init; } = "reference";
    public string CurrentName { get; init; } = "current";

    private bool Alone => Reference.Count == 0;

    public ChartSpec Build()
    {
        string[] bins = Missing is null ? [.. Bins] : ["missing", .. Bins];
        double[] reference = Alone || Missing is not { } m ? [.. Reference] : [m.Reference, .. Reference];
        double[] current = Missing is { } c ? [c.Current, .. Current] : [.. Current];
        object labels = new { type = "category", data = bins, inverse = Categories, axisLabel = new { interval = Categories ? (object)0 : "auto" } };
        object shares = new { type = "value", axisLabel = new { formatter = "@percent" } };
        object bars = new { name = CurrentName, type = "bar", color = "$s1", barCategoryGap = "12%", itemStyle = new { opacity = .55 }, data = current };
        object[] series = Alone ? [bars] : [bars, Over(reference)];
        object legend = new { show = !Alone };
        object option = Categories
            ? new { xAxis = shares, yAxis = labels, grid = new { containLabel = true, left = 8 }, legend, series }
            : new { xAxis = labels, yAxis = shares, legend, series };
        return new(option, Table(bins, reference, current), Sentence(bins, reference, current)) { Tall = Categories };
    }

    private object Over(double[] reference) => Categories
        ? new { name = ReferenceName, type = "scatter", symbol = "rect", symbolSize = new[] { 3, 14 }, color = "$s2", data = reference }
        : new { name = ReferenceName, type = "line", step = "middle", showSymbol = false, symbol = "rect", color = "$s2", lineStyle = new { width = 2, type = SeriesStyle.Dash(1) }, data = reference };

    private ChartTable Table(string[] bins, double[] reference, double[] current)
    {
        ChartColumn bin = ChartColumn.Of("bin", bins), now = ChartColumn.Of(CurrentName, current.Select(v => (double?)v));
        return Alone ? new([bin, now]) : new([bin, ChartColumn.Of(ReferenceName, reference.Select(v => (double?)v)), now]);
    }

    private string Sentence(string[] bins, double[] reference, double[] current)
    {
        if (bins.Length == 0)
        {
            return $"{What}: no data.";
        }

        var top = Array.IndexOf(current, current.Max());
        var most = Alone ? top : Enumerable.Range(0, bins.Length).MaxBy(i => Math.Abs(current[i] - reference[i]));
        return Alone ? $"{What}: most at {bins[top]}, {Format.Percent(current[top])}."
            : Math.Abs(current[most] - reference[most]) < Seen ? $"{What}: as in {ReferenceName}, most at {bins[top]}, {Format.Percent(current[top])}."
            : $"{What}: the largest change is at {bins[most]}, {Format.Percent(reference[most])} in {ReferenceName}, {Format.Percent(current[most])} in {CurrentName}.";
    }
}
