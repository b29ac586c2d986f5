using System.Globalization;
using System.Text;

namespace Cairn.Platform.Web;

/// <summary>A small line of 96 x 24 units: one polyline per unbroken stretch, the last point, and the sentence that says the same.</summary>
internal sealed record SparkShape(IReadOnlyList<string> Lines, (string X, string Y)? Last, string? Limit, string Sentence)
{
    private const double Width = 92, Height = 20, Margin = 2;

    public static SparkShape Empty { get; } = new([], null, null, "no data");

    public static SparkShape Of(IReadOnlyList<double?> values, double? limit)
    {
        var known = values.Where(IsKnown).Select(v => v!.Value).ToArray();
        if (known.Length == 0)
        {
            return Empty;
        }

        var low = Math.Min(known.Min(), limit ?? double.MaxValue);
        var high = Math.Max(known.Max(), limit ?? double.MinValue);
        string X(int i) => Text(Margin + (values.Count == 1 ? Width : Width * i / (values.Count - 1)));
        string Y(double v) => Text(Margin + (high == low ? Height / 2 : Height * (high - v) / (high - low)));
        var lastIndex = values.Count - 1;
        var last = IsKnown(values[lastIndex]) ? ((string, string)?)(X(lastIndex), Y(values[lastIndex]!.Value)) : null;
        var now = last is null ? "now no data" : "now " + Format.Metric(values[lastIndex]);
        return new(Stretches(values, X, Y), last, limit is { } l ? Y(l) : null, $"{Format.Metric(known.Min())} to {Format.Metric(known.Max())}, {now}");
    }

    private static List<string> Stretches(IReadOnlyList<double?> values, Func<int, string> x, Func<double, string> y)
    {
        List<string> lines = [];
        var line = new StringBuilder();
        for (var i = 0; i <= values.Count; i++)
        {
            if (i < values.Count && IsKnown(values[i]))
            {
                line.Append(line.Length > 0 ? " " : "").Append(x(i)).Append(',').Append(y(values[i]!.Value));
            }
            else if (line.Length > 0)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
        }

        return lines;
    }

    private static bool IsKnown(double? value) => value is { } v && double.IsFinite(v);

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
