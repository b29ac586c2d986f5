using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Web.Charts;

namespace Cairn.Maturity.Loop;

/// <summary>Quality, traffic and latency of production, window by window.</summary>
internal static class LoopCharts
{
    // More colours than slots say nothing.
    private const int MostVersions = SeriesStyle.Slots;
    private static readonly string[] Quantiles = ["p50_ms", "p95_ms", "p99_ms"];

    /// <summary>The first quality metric of the newest window, a line for each version, releases as markers.</summary>
    public static ChartSpec Quality(LoopRecord loop)
    {
        LedgerEvent[] windows = [.. loop.WindowsOf("quality").Where(w => Main(w) is not null)];
        string metric = windows.Length > 0 ? Main(windows[^1])!.Metric : "quality";
        windows = [.. Newest(windows.Where(w => Value(w, metric) is not null))];
        DateTimeOffset[] times = Times(windows);
        ChartLine[] lines = [.. windows.GroupBy(w => EventData.Text(w.Data["version"]) ?? "all").Select(g => Line(loop.Names, g.Key, times, g, w => Value(w, metric)!.Value))];
        return new TrendChart($"{LoopNumbers.Word(metric)} per window", times, lines)
        {
            Limit = windows.Length > 0 ? Value(windows[^1], metric)!.Threshold : null,
            Markers = times.Length == 0 ? [] : [.. Releases(loop).Where(m => m.At >= times[0] && m.At <= times[^1])],
        }.Build();
    }

    /// <summary>Requests by version above, latency below.</summary>
    public static ChartSpec Traffic(LoopRecord loop)
    {
        LedgerEvent[] traffic = [.. loop.WindowsOf("traffic").Where(w => Rate(w) is not null)], service = [.. loop.WindowsOf("service")];
        DateTimeOffset[] times = Times([.. traffic, .. service]);
        RateUnit unit = RateUnit.For(traffic.Select(w => Rate(w)!.Value).DefaultIfEmpty().Max());
        ChartLine[] variants = [.. traffic.GroupBy(w => EventData.Text(w.Data["version"]) ?? "requests").Select(g => Line(loop.Names, g.Key, times, g, w => Rate(w)!.Value * unit.Seconds))];
        ChartLine[] quantiles =
        [
            .. Quantiles.Where(q => service.Any(w => Value(w, q) is not null))
                .Select((q, i) => new ChartLine(LoopNumbers.Word(q), i, Aligned(times, service.Where(w => Value(w, q) is not null), w => Value(w, q)!.Value))),
        ];
        return new SplitChart(times, variants, quantiles) { Rate = ($"req/{unit.Short}", $"Requests per {unit.Word}") }.Build();
    }

    /// <summary>Requests per second of a traffic window; null when it does not say how many or how long.</summary>
    public static double? Rate(LedgerEvent window)
    {
        if (EventData.Number(window.Data["n"]) is not { } n || From(window) is not { } from) return null;
        double seconds = (End(window) - from).TotalSeconds;
        return seconds > 0 ? n / seconds : null;
    }

    /// <summary>The windows of the newest versions only.</summary>
    private static IEnumerable<LedgerEvent> Newest(IEnumerable<LedgerEvent> windows)
        => windows.GroupBy(w => EventData.Text(w.Data["version"])).TakeLast(MostVersions).SelectMany(g => g).OrderBy(w => w.At);

    private static WindowValue? Main(LedgerEvent window) => LoopNumbers.Values(window.Data).FirstOrDefault(v => v.Slice is null);

    private static WindowValue? Value(LedgerEvent window, string metric) => LoopNumbers.Values(window.Data).FirstOrDefault(v => v.Metric == metric && v.Slice is null);

    private static DateTimeOffset? From(LedgerEvent window) => LoopNumbers.Time(EventData.Text(window.Data["from"]));

    private static DateTimeOffset End(LedgerEvent window) => LoopNumbers.Time(EventData.Text(window.Data["to"])) ?? window.At;

    private static DateTimeOffset[] Times(IEnumerable<LedgerEvent> windows) => [.. windows.Select(End).Distinct().Order()];

    private static ChartLine Line(SubjectNames names, string version, DateTimeOffset[] times, IEnumerable<LedgerEvent> windows, Func<LedgerEvent, double> value)
        => new(names.Label(version) ?? version, names.Slot(version), Aligned(times, windows, value));

    private static double?[] Aligned(DateTimeOffset[] times, IEnumerable<LedgerEvent> windows, Func<LedgerEvent, double> value)
    {
        var values = new double?[times.Length];
        foreach (LedgerEvent window in windows) values[Array.BinarySearch(times, End(window))] = value(window);
        return values;
    }

    private static IEnumerable<ChartMarker> Releases(LoopRecord loop) =>
        from release in loop.Log.Of("release")
        where release.Text("result") == "succeeded" && release.Text("of") is "model" or null && loop.Settings.RoleOf(release.Text("env")) == "production" && release.Text("version") is not null
        select new ChartMarker(release.Last.At, loop.Names.Label(release.Text("version")) ?? SubjectNames.Short(release.Text("version")!));
}
