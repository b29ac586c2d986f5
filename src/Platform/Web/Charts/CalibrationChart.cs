namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe C: observed share against predicted probability with the diagonal, and below it how many rows each bin holds.</summary>
public sealed record CalibrationChart(IReadOnlyList<double> Predicted, IReadOnlyList<double?> Observed, IReadOnlyList<long> Counts)
{
    public ChartSpec Build()
    {
        var option = new
        {
            grid = new object[] { new { left = 48, right = 12, top = 28, height = 114 }, new { left = 48, right = 12, top = 168, bottom = 24 } },
            xAxis = new object[] { new { type = "value", min = 0, max = 1, axisLabel = new { show = false } }, new { type = "value", gridIndex = 1, min = 0, max = 1, name = "predicted", nameLocation = "middle", nameGap = 8 } },
            yAxis = new object[] { new { type = "value", min = 0, max = 1, name = "observed" }, new { type = "value", gridIndex = 1, splitNumber = 2, name = "rows" } },
            legend = new { show = false },
            series = new object[]
            {
                new
                {
                    name = "observed", type = "line", color = "$s1", symbol = "circle", symbolSize = 6, data = Predicted.Zip(Observed, (p, o) => new object?[] { p, ChartParts.Known(o) }),
                    markLine = new
                    {
                        symbol = "none", silent = true, lineStyle = new { color = "$edge", type = "dashed" }, label = new { formatter = "perfect", position = "insideEndTop", color = "$muted" },
                        data = new object[] { new object[] { new { coord = new[] { 0, 0 } }, new { coord = new[] { 1, 1 } } } },
                    },
                },
                new { name = "rows", type = "bar", xAxisIndex = 1, yAxisIndex = 1, color = "$s1", barMaxWidth = 14, itemStyle = new { opacity = .55 }, data = Predicted.Zip(Counts, (p, n) => new object[] { p, n }) },
            },
        };
        return new(option, Table(), Sentence()) { Tall = true };
    }

    private ChartTable Table() =>
        new([ChartColumn.Of("predicted", Predicted.Select(v => (double?)v)), ChartColumn.Of("observed", Observed), ChartColumn.Of("rows", Counts.Select(v => (double?)v))]);

    private string Sentence()
    {
        var gaps = Predicted.Zip(Observed, (p, o) => (p, Gap: ChartParts.Known(o) - p)).Where(g => g.Gap is not null).ToArray();
        if (gaps.Length == 0)
        {
            return "Calibration: no outcomes yet.";
        }

        var worst = gaps.MaxBy(g => Math.Abs(g.Gap!.Value));
        return $"Calibration over {Format.Count(Counts.Sum())} rows: largest gap {Format.Delta(worst.Gap)} at predicted {Format.Metric(worst.p)}.";
    }
}
