namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe Q: a confidence sequence of a difference over the number of observations, with 0 and the decision point.</summary>
public sealed record SequenceChart(string What, IReadOnlyList<long> N, IReadOnlyList<double> Estimate, IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    /// <summary>The n at which the sequence decided, null while it has not.</summary>
    public long? DecidedAt { get; init; }

    public ChartSpec Build()
    {
        List<object> marks = [new { yAxis = 0, lineStyle = new { color = "$edge", type = "solid" }, label = new { show = false } }];
        if (DecidedAt is { } decided)
        {
            marks.Add(new { xAxis = decided, lineStyle = new { color = "$ok", type = "dashed" }, label = new { formatter = "decided", color = "$ok" } });
        }

        var option = new
        {
            xAxis = new { type = "value", name = "n", scale = true, splitLine = new { show = false } },
            yAxis = new { type = "value", scale = true },
            legend = new { show = false },
            series = new object[]
            {
                new { name = "low", type = "line", stack = "band", stackStrategy = "all", showSymbol = false, lineStyle = new { opacity = 0 }, tooltip = new { show = false }, data = Pairs(Low) },
                new { name = "width", type = "line", stack = "band", stackStrategy = "all", showSymbol = false, lineStyle = new { opacity = 0 }, tooltip = new { show = false }, areaStyle = new { color = "$s1", opacity = .15 }, data = Pairs([.. High.Zip(Low, (h, l) => h - l)]) },
                new { name = What, type = "line", showSymbol = false, color = "$s1", lineStyle = new { width = 2 }, data = Pairs(Estimate), markLine = ChartParts.MarkLine(marks) },
            },
        };
        var table = new ChartTable(
        [
            ChartColumn.Of("n", N.Select(v => (double?)v)), ChartColumn.Of(What, Estimate.Select(v => (double?)v)), ChartColumn.Of("low", Low.Select(v => (double?)v)), ChartColumn.Of("high", High.Select(v => (double?)v)),
        ]);
        var state = N.Count == 0 ? "no data" : $"{Format.Delta(Estimate[^1])} [{Format.Delta(Low[^1])}, {Format.Delta(High[^1])}] at n {Format.Count(N[^1])}";
        return new(option, table, $"{What}: {state}, {(DecidedAt is { } at ? $"decided at n {Format.Count(at)}" : "not decided")}.");
    }

    private object[][] Pairs(IReadOnlyList<double> values) => [.. N.Zip(values, (n, v) => new object[] { n, v })];
}
