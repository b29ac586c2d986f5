using System.Text.Json;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Platform.Web.Charts;

namespace Cairn.Monitoring;

/// <summary>One monitor at one endpoint with its last windows, oldest first; never empty.</summary>
public sealed record MonitorSeries(IReadOnlyList<Window> Windows)
{
    private readonly Dictionary<string, IReadOnlyList<Measure>> _read = new(StringComparer.Ordinal);

    public Window Last => Windows[^1];

    /// <summary>Its place in addresses: <c>psi-inputs.delay.production</c>.</summary>
    public string Key => KeyOf(Last);

    /// <summary>As declared, or the kind where nothing was declared.</summary>
    public string Name => Last.Monitor.Length > 0 ? Last.Monitor : Last.Kind;

    public string Watches => $"{Last.Kind} of {Last.Endpoint} in {Last.Env}";

    /// <summary>What the newest window says first: the worst breach, else the first value that has a limit.</summary>
    public Measure? Head => HeadOf(Last);

    public Status Status => Status.Of(Last.Breached ? "Breached" : Head is null ? "Hold" : "Pass", Head is { } m && Last.Breached ? Say(m) : Head is null ? $"{Format.Count(Last.N)} rows are too few" : null);

    public bool Drift => Last.Kind == "drift";

    public static string KeyOf(Window w) => $"{(w.Monitor.Length > 0 ? w.Monitor : w.Kind)}.{w.Endpoint}.{w.Env}";

    public static IReadOnlyList<MonitorSeries> Of(IEnumerable<Window> windows)
        => [.. windows.GroupBy(w => (w.Kind, w.Monitor, w.Endpoint, w.Env)).Select(g => new MonitorSeries([.. g])).OrderByDescending(s => s.Last.Breached).ThenBy(s => s.Key, StringComparer.Ordinal)];

    public IReadOnlyList<Measure> Of(Window window)
    {
        if (!_read.TryGetValue(window.Id, out IReadOnlyList<Measure>? measures)) _read[window.Id] = measures = JsonSerializer.Deserialize<List<Measure>>(window.Measures, ApiJson.Options)!;
        return measures;
    }

    /// <summary>The value of the newest head in each window; null where it was not measured.</summary>
    public IReadOnlyList<double?> Trend => [.. Windows.Select(w => Head is { } head ? Of(w).FirstOrDefault(m => m.Metric == head.Metric && m.Slice == head.Slice && m.Version == head.Version)?.Value : null)];

    /// <summary>"psi of origin is 0.270, limit 0.200".</summary>
    public static string Say(Measure m) => $"{NameOf(m)} is {Format.Metric(m.Value)}{(m.Threshold is { } limit ? $", limit {Format.Metric(limit)}" : "")}";

    /// <summary>"psi of origin", and of which version where that was measured apart: "psi of origin, v3".</summary>
    public static string NameOf(Measure m) => $"{m.Metric}{(m.Slice is null ? "" : " of " + (m.Slice == m.Version ? Short(m.Slice) : m.Slice))}{(m.Version is { } version && version != m.Slice ? ", " + Short(version) : "")}";

    /// <summary>Columns by windows: each index as a multiple of its own limit, which depends on the rows of the window.</summary>
    public ChartSpec Heat()
    {
        string[] features = [.. Windows.SelectMany(Of).Where(m => m is { Slice: not null, Version: null, Threshold: > 0 }).Select(m => m.Slice!).Distinct(StringComparer.Ordinal)];
        IReadOnlyList<double?>[] values = [.. features.Select(f => (IReadOnlyList<double?>)[.. Windows.Select(w => Of(w).FirstOrDefault(m => m.Slice == f && m.Version is null) is { Threshold: > 0 } m ? m.Value / m.Threshold : null)])];
        return new WindowsChart("Drift as a multiple of its limit", features, [.. Windows.Select(w => Format.Moment(w.ToAt).UtcDateTime.ToString("d MMM"))], values, 1).Build();
    }

    /// <summary>One metric of the whole over time, with its newest limit.</summary>
    public ChartSpec Chart(string metric, string? slice = null)
    {
        Measure?[] all = [.. Windows.Select(w => Of(w).FirstOrDefault(m => m.Metric == metric && m.Slice == slice))];
        return new TrendChart(slice is null ? metric : $"{metric} of {slice}", [.. Windows.Select(w => Format.Moment(w.ToAt))], [new(slice ?? metric, 0, [.. all.Select(m => m?.Value)])])
        {
            Limit = all.LastOrDefault(m => m?.Threshold is not null)?.Threshold,
            Markers = Releases(),
        }.Build();
    }

    // Where most was answered by another version than in the window before.
    private IReadOnlyList<ChartMarker> Releases()
        => [.. Told.Zip(Told.Skip(1)).Where(p => p.First.Version != p.Second.Version).Select(p => new ChartMarker(Format.Moment(p.Second.FromAt), Short(p.Second.Version!)))];

    private IEnumerable<Window> Told => Windows.Where(w => w.Version is not null);

    // The id of a version of a model ends with its number.
    private static string Short(string version) => version.LastIndexOf('-') is var dash && int.TryParse(version.AsSpan(dash + 1), out int number) ? $"v{number}" : version;

    private Measure? HeadOf(Window window)
    {
        IReadOnlyList<Measure> measures = Of(window);
        return measures.Where(m => m.Breached).MaxBy(m => Math.Abs(m.Value / (m.Threshold is { } t && t != 0 ? t : 1))) ?? measures.FirstOrDefault(m => m.Threshold is not null) ?? measures.FirstOrDefault();
    }
}
