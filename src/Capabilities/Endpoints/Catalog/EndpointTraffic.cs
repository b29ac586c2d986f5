using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Web.Charts;

namespace Cairn.Endpoints;

/// <summary>Windows of an endpoint as the ledger has them: how many requests each version answered, and how fast.</summary>
public sealed record EndpointTraffic(IReadOnlyList<TrafficWindow> Windows)
{
    private static readonly string[] Quantiles = ["p50_ms", "p95_ms", "p99_ms"];

    /// <param name="closed">Events <c>window.closed</c>, oldest first.</param>
    public static EndpointTraffic Of(IEnumerable<LedgerEvent> closed, EndpointView endpoint)
        => new([.. closed.Where(e => Text(e.Data["endpoint"]) == endpoint.Name && Text(e.Data["env"]) == endpoint.Environment)
            .Where(e => Text(e.Data["of"]) is "traffic" or "service").Select(Read)]);

    public ChartSpec Build()
    {
        TrafficWindow[] traffic = [.. Windows.Where(w => w.Kind == "traffic")], service = [.. Windows.Where(w => w.Kind == "service")];
        DateTimeOffset[] times = [.. Windows.Select(w => w.To).Distinct().Order()];
        ChartLine[] versions = [.. traffic.GroupBy(w => w.Version).Select(g => new ChartLine(Name(g.Key), SlotOf(g.Key), At(times, g, w => w.Requests)))];
        ChartLine[] latency = [.. Quantiles.Where(q => service.Any(w => w.Values.ContainsKey(q))).Select((q, i) => new ChartLine(q[..3], i, At(times, service, w => w.Values.TryGetValue(q, out double ms) ? ms : null)))];
        return new SplitChart(times, versions, latency) { Rate = ("requests", "Requests per window"), Markers = [.. Changes(traffic)] }.Build();
    }

    private static IEnumerable<ChartMarker> Changes(TrafficWindow[] traffic)
        => traffic.Zip(traffic.Skip(1)).Where(p => p.First.Version != p.Second.Version).Select(p => new ChartMarker(p.Second.To, Name(p.Second.Version)));

    private static double?[] At(DateTimeOffset[] times, IEnumerable<TrafficWindow> windows, Func<TrafficWindow, double?> value)
    {
        var values = new double?[times.Length];
        foreach (TrafficWindow window in windows) values[Array.BinarySearch(times, window.To)] = value(window);
        return values;
    }

    private static TrafficWindow Read(LedgerEvent e)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonObject value in (e.Data["values"] as JsonArray ?? []).OfType<JsonObject>())
            if (Text(value["metric"]) is { } metric && Text(value["slice"]) is null or "" && value["value"] is JsonValue number && number.TryGetValue(out double v)) values[metric] = v;
        double requests = e.Data["n"] is JsonValue n && n.TryGetValue(out double count) ? count : 0;
        return new TrafficWindow(Text(e.Data["of"])!, DateTimeOffset.TryParse(Text(e.Data["to"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end) ? end : e.At, Text(e.Data["version"]) ?? "all", requests, values);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Name(string version) => Number(version) is { } number ? $"v{number}" : version;

    private static int SlotOf(string version) => Number(version) is { } number ? number % SeriesStyle.Slots : SeriesStyle.SlotOf(version);

    // The id of a version of a model ends with its number.
    private static int? Number(string version) => int.TryParse(version.AsSpan(version.LastIndexOf('-') + 1), out int number) ? number : null;
}

/// <summary>One closed window.</summary>
public sealed record TrafficWindow(string Kind, DateTimeOffset To, string Version, double Requests, IReadOnlyDictionary<string, double> Values);
