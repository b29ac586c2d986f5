namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe G: steps of one attempt as bars in seconds since it began; waiting light, running solid, cached hollow.</summary>
public sealed record GanttChart(IReadOnlyList<ChartSpanRow> Rows)
{
    public ChartSpec Build()
    {
        var option = new
        {
            grid = new { left = 8, right = 16, top = 8, bottom = 24, containLabel = true },
            legend = new { show = false },
            tooltip = new { trigger = "item", formatter = "@gantt" },
            xAxis = new { type = "value", min = 0, axisLabel = new { formatter = "@seconds" } },
            yAxis = new { type = "category", inverse = true, data = Rows.Select(r => r.Step), splitLine = new { show = false } },
            series = new[]
            {
                new
                {
                    type = "custom", renderItem = "@gantt", encode = new { x = new[] { 1, 3 }, y = 0 },
                    data = Rows.Select((r, i) => new object[] { i, r.Queued, r.Started, r.Ended, "$" + r.Status.Css, r.Status.Word }),
                },
            },
        };
        var table = new ChartTable(
        [
            ChartColumn.Of("step", Rows.Select(r => r.Step)), ChartColumn.Of("state", Rows.Select(r => r.Status.Word)), ChartColumn.Of("queued s", Rows.Select(r => (double?)r.Queued)),
            ChartColumn.Of("started s", Rows.Select(r => (double?)r.Started)), ChartColumn.Of("ended s", Rows.Select(r => (double?)r.Ended)),
        ]);
        return new(option, table, Sentence());
    }

    private string Sentence()
    {
        if (Rows.Count == 0)
        {
            return "No step has begun.";
        }

        var longest = Rows.MaxBy(r => r.Ended - r.Started)!;
        return $"{Rows.Count} steps in {Format.Duration(TimeSpan.FromSeconds(Rows.Max(r => r.Ended)))}; the longest is {longest.Step} with {Format.Duration(TimeSpan.FromSeconds(longest.Ended - longest.Started))}.";
    }
}
