using System.Globalization;

namespace Cairn.Platform.Web.Charts;

/// <summary>Recipe P: one axis a column and one line a thing, so that what goes together is seen at a glance. Texts become categories; numbers keep their scale.</summary>
/// <param name="Axes">Names of the axes, from left to right.</param>
public sealed record ParallelChart(string What, IReadOnlyList<string> Axes, IReadOnlyList<ParallelLine> Lines)
{
    public ChartSpec Build()
    {
        bool[] numeric = [.. Axes.Select((_, i) => Lines.All(l => l.Values[i] is null || Number(l.Values[i]) is not null))];
        var slots = SeriesStyle.Spread(Lines.Select(l => l.Slot));
        var option = new
        {
            grid = new { show = false },
            legend = new { data = Lines.Select(l => l.Name) },
            parallel = new { left = 48, right = 64, top = 48, bottom = 24, parallelAxisDefault = new { nameTextStyle = new { fontSize = 11 }, axisLabel = new { fontSize = 11 }, axisLine = new { show = true, lineStyle = new { color = "$edge" } } } },
            parallelAxis = Axes.Select((name, i) => numeric[i]
                ? (object)new { dim = i, name, type = "value", scale = true }
                : new { dim = i, name, type = "category", data = Lines.Select(l => l.Values[i]).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal) }),
            series = Lines.Select((l, i) => new
            {
                name = l.Name,
                type = "parallel",
                color = SeriesStyle.Color(slots[i]),
                lineStyle = new { width = 2, opacity = .8, color = SeriesStyle.Color(slots[i]), type = SeriesStyle.Dash(slots[i]) },
                data = new[] { l.Values.Select((v, at) => v is null ? "-" : numeric[at] ? (object)Number(v)! : v) },
            }),
        };
        var table = new ChartTable([ChartColumn.Of("run", Lines.Select(l => (string?)l.Name)), .. Axes.Select((name, i) => ChartColumn.Of(name, Lines.Select(l => l.Values[i])))]);
        return new(option, table, $"{What}: {Format.Count(Lines.Count)} lines over {string.Join(", ", Axes)}.") { Tall = true };
    }

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && double.IsFinite(v) ? v : null;
}

/// <summary>One line; a value an axis, null where there is none.</summary>
public sealed record ParallelLine(string Name, int Slot, IReadOnlyList<string?> Values);
