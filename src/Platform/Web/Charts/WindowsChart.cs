namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe W: features by windows as a heat map of four steps, newest right, worst row on top; breached cells carry "!", held ones a dot, empty ones nothing.</summary>
/// <param name="Values">One row per feature, one value per window; null: no value (held).</param>
public sealed record WindowsChart(string What, IReadOnlyList<string> Features, IReadOnlyList<string> Windows, IReadOnlyList<IReadOnlyList<double?>> Values, double Limit)
{
    public ChartSpec Build()
    {
        var order = Enumerable.Range(0, Features.Count).OrderBy(i => Values[i].Max() ?? double.MinValue).ToArray();
        var all = order.SelectMany((feature, y) => Values[feature].Select((v, x) => (x, y, Value: ChartParts.Known(v)))).ToArray();
        var held = all.Where(c => c.Value is null).Select(c => new object[] { c.x, c.y, 0 }).ToArray();
        var cells = all.Where(c => c.Value is not null).Select(c => Cell(c.x, c.y, c.Value!.Value)).ToArray();
        var option = new
        {
            grid = new { left = 8, right = 12, top = 8, bottom = 44, containLabel = true },
            tooltip = new { trigger = "item", formatter = "@cell" },
            legend = new { show = false },
            xAxis = new { type = "category", data = Windows, splitArea = new { show = false }, splitLine = new { show = false } },
            yAxis = new { type = "category", data = order.Select(i => Features[i]), splitLine = new { show = false } },
            visualMap = new
            {
                seriesIndex = 0,
                type = "piecewise",
                orient = "horizontal",
                left = 8,
                bottom = 0,
                itemWidth = 14,
                itemHeight = 10,
                dimension = 2,
                textStyle = new { color = "$muted", fontSize = 11 },
                outOfRange = new { color = "$surface" },
                pieces = Pieces(),
            },
            series = new object[]
            {
                new { name = What, type = "heatmap", data = cells, itemStyle = new { borderColor = "$surface", borderWidth = 2 } },
                new { name = "held", type = "scatter", silent = true, symbolSize = 4, color = "$muted", data = held },
            },
        };
        return new(option, Table(order), Sentence());
    }

    private object Cell(int x, int y, double value) => new
    {
        value = new object[] { x, y, value },
        label = new { show = value > Limit, formatter = "!", color = "$heat-on", fontWeight = 700, fontSize = 12 },
        itemStyle = value > Limit ? new { borderColor = "$fail", borderWidth = 2 } : null,
    };

    private object[] Pieces() =>
    [
        new { lt = Limit / 4, color = "$h1", label = "< " + Format.Metric(Limit / 4) },
        new { gte = Limit / 4, lt = Limit / 2, color = "$h2", label = "< " + Format.Metric(Limit / 2) },
        new { gte = Limit / 2, lte = Limit, color = "$h3", label = "≤ limit " + Format.Metric(Limit) },
        new { gt = Limit, color = "$h4", label = "! over" },
    ];

    private ChartTable Table(int[] order) =>
        new([ChartColumn.Of("feature", order.Reverse().Select(i => Features[i])), .. Windows.Select((w, x) => ChartColumn.Of(w, order.Reverse().Select(i => Values[i][x])))]);

    private string Sentence()
    {
        var over = Enumerable.Range(0, Features.Count).Where(i => Values[i].Any(v => v > Limit)).Select(i => $"{Features[i]} in {Values[i].Count(v => v > Limit)} of {Windows.Count}").ToArray();
        return over.Length == 0 ? $"{What}: no window is over the limit of {Format.Metric(Limit)}." : $"{What}, over the limit of {Format.Metric(Limit)}: {ChartParts.Join(over)}";
    }
}
