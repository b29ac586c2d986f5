namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe I: relative difference per metric as dot and whisker around 0, guardrail limits as short ticks, the verdict as a word at the right.</summary>
public sealed record IntervalChart(string What, IReadOnlyList<ChartInterval> Rows)
{
    public ChartSpec Build()
    {
        var option = new
        {
            grid = new { left = 8, right = 84, top = 12, bottom = 24, containLabel = true },
            tooltip = new { trigger = "item", formatter = "@interval" },
            xAxis = new { type = "value", scale = true, axisLabel = new { formatter = "@signedPercent" } },
            yAxis = new { type = "category", inverse = true, data = Rows.Select(r => r.Metric) },
            series = new[]
            {
                new
                {
                    type = "custom", renderItem = "@interval", encode = new { x = new[] { 1, 2, 3 }, y = 0 }, color = "$s1",
                    data = Rows.Select((r, i) => new object?[] { i, r.Low, r.Estimate, r.High, r.Guardrail, r.Verdict.Word, "$" + r.Verdict.Css }),
                    markLine = new { symbol = "none", silent = true, label = new { show = false }, lineStyle = new { color = "$edge", type = "solid" }, data = new[] { new { xAxis = 0 } } },
                },
            },
        };
        return new(option, Table(), $"{What}: " + ChartParts.Join(Rows.Select(r => $"{r.Metric} {Signed(r.Estimate)} [{Signed(r.Low)}, {Signed(r.High)}], {r.Verdict.Word}")));
    }

    private ChartTable Table() => new(
    [
        ChartColumn.Of("metric", Rows.Select(r => r.Metric)), ChartColumn.Of("difference", Rows.Select(r => (double?)r.Estimate)), ChartColumn.Of("low", Rows.Select(r => (double?)r.Low)),
        ChartColumn.Of("high", Rows.Select(r => (double?)r.High)), ChartColumn.Of("guardrail", Rows.Select(r => r.Guardrail)), ChartColumn.Of("verdict", Rows.Select(r => r.Verdict.Word)),
    ]);

    private static string Signed(double share) => (share > 0 ? "+" : "") + Format.Percent(share);
}
