using System.Globalization;
using System.Text.Json;
using Cairn.Platform.Web;
using Cairn.Platform.Web.Charts;

namespace Cairn.Data.Datasets;

/// <summary>One column of a profile, as the page draws it.</summary>
/// <param name="Missing">Rows without a value.</param>
public sealed record ColumnProfile(string Name, string Type, long Rows, long Missing, long Distinct)
{
    private const int MostValues = 12;

    public string? Min { get; init; }
    public string? Median { get; init; }
    public string? Mean { get; init; }
    public string? Max { get; init; }

    /// <summary>The mean as a number.</summary>
    public double? Average { get; init; }

    /// <summary>Inner cuts of the histogram; there is one count more.</summary>
    public IReadOnlyList<double> Edges { get; init; } = [];
    public IReadOnlyList<long> Counts { get; init; } = [];

    /// <summary>Most frequent values with their rows.</summary>
    public IReadOnlyList<(string Value, long Count)> Top { get; init; } = [];

    /// <summary>Said in words where a picture would show nothing; null where there is something to see.</summary>
    public string? Plain =>
        Rows == Missing ? "Every value is missing."
        : Type == "time" ? $"{Min} to {Max}"
        : Distinct == 1 ? $"Always {Min ?? Top.Select(t => t.Value).FirstOrDefault() ?? "the same"}."
        : Edges.Count == 0 && Distinct == Rows - Missing && Distinct > 20 ? "Every row has another value." : null;

    public double MissingShare => Rows == 0 ? 0 : (double)Missing / Rows;

    public static IReadOnlyList<ColumnProfile> Read(JsonElement profile)
    {
        long rows = profile.GetProperty("rows").GetInt64();
        return [.. profile.GetProperty("columns").EnumerateArray().Select(c => Read(c, rows))];
    }

    /// <summary>Shares of the values that are there against those of another version of the same source; null where it cannot be drawn.</summary>
    public ChartSpec? Chart(ColumnProfile? before, string beforeName)
    {
        if (Plain is not null) return null;
        (string[] bins, double[] now, double[] then) = Edges.Count > 0 ? Numbers(before) : Values(before);
        return bins.Length == 0 ? null : new DistributionChart(Name, bins, then, now)
        {
            Missing = (before?.MissingShare ?? MissingShare, MissingShare),
            Categories = Edges.Count == 0,
            CurrentName = "this version",
            ReferenceName = beforeName,
        }.Build();
    }

    private (string[], double[], double[]) Numbers(ColumnProfile? before)
    {
        string[] bins = [$"< {Format.Metric(Edges[0])}", .. Edges.Select((e, i) => i + 1 < Edges.Count ? $"{Format.Metric(e)} to {Format.Metric(Edges[i + 1])}" : $"≥ {Format.Metric(e)}")];
        bool same = before is not null && before.Edges.SequenceEqual(Edges);
        return (bins, Shares(Counts), same ? Shares(before!.Counts) : []);
    }

    private (string[], double[], double[]) Values(ColumnProfile? before)
    {
        string[] bins = [.. (before ?? this).Top.Concat(Top).Select(t => t.Value).Distinct(StringComparer.Ordinal).Take(MostValues)];
        return (bins, [.. bins.Select(Share)], before is null ? [] : [.. bins.Select(before.Share)]);
    }

    private double Share(string value) => Rows == Missing ? 0 : (double)Top.FirstOrDefault(t => t.Value == value).Count / (Rows - Missing);

    private static double[] Shares(IReadOnlyList<long> counts) => counts.Sum() is var all && all == 0 ? [.. counts.Select(_ => 0.0)] : [.. counts.Select(c => (double)c / all)];

    private static ColumnProfile Read(JsonElement c, long rows)
    {
        JsonElement? histogram = Part(c, "histogram");
        bool whole = c.GetProperty("type").GetString() == "int";
        return new ColumnProfile(c.GetProperty("name").GetString()!, c.GetProperty("type").GetString()!, rows, c.GetProperty("missing").GetInt64(), c.GetProperty("distinct").GetInt64())
        {
            Min = Text(Part(c, "min"), whole),
            Max = Text(Part(c, "max"), whole),
            Mean = Text(Part(c, "mean")),
            Average = Part(c, "mean")?.GetDouble(),
            Median = Part(c, "quantiles") is { } q ? Text(Part(q, "0.5"), whole) : null,
            Edges = histogram is { } h ? [.. h.GetProperty("edges").EnumerateArray().Select(e => e.GetDouble())] : [],
            Counts = histogram is { } counts ? [.. counts.GetProperty("counts").EnumerateArray().Select(e => e.GetInt64())] : [],
            Top = Part(c, "top") is { } top ? [.. top.EnumerateArray().Select(t => (t.GetProperty("value").GetString()!, t.GetProperty("count").GetInt64()))] : [],
        };
    }

    private static JsonElement? Part(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement part) && part.ValueKind != JsonValueKind.Null ? part : null;

    private static string? Text(JsonElement? value, bool whole = false) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } n when whole && n.TryGetInt64(out long count) => count.ToString(CultureInfo.InvariantCulture),
        { ValueKind: JsonValueKind.Number } n => Format.Metric(n.GetDouble()),
        { } other => other.ToString() is { Length: > 0 } text ? text.ToString(CultureInfo.InvariantCulture) : null,
    };
}
