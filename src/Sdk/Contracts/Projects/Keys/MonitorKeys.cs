using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class MonitorKeys
{
    private static readonly string[] ServiceMetrics = ["errors", "error_rate", "availability", "latency", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "rejects", "timeouts"];
    private static readonly string[] TrafficMetrics = ["requests", "rows", "traffic", "requests_per_second"];

    private static readonly Key<string> Watch = new("watch", Of.Pattern("an endpoint or source", Watched, "^(data[.])?[a-z][a-z0-9_-]*$"), "an endpoint, or a source as data.<name>", required: true);
    private static readonly Key<TimeSpan> Over = new("over", Of.Duration, "span of one window", required: true) { AlsoKnownAs = ["window"] };
    private static readonly Key<PortRef> Truth = new("truth", PortRefs.Column, "source and column with the truth: data.<source>.<column>") { AlsoKnownAs = ["label", "outcome"] };
    private static readonly Key<string> RowKey = new("key", Of.Text, "column that joins truth to predictions");
    private static readonly Key<string> Metric = new("metric", Of.Pattern("a metric", MetricName, "^[A-Za-z][A-Za-z0-9_.]*$"), "what is measured");
    private static readonly Key<string> Alert = new("alert", Of.Pattern("a condition", AlertText, "[<>=]"), "opens an alert when true: \"< 0.70\" about the metric, or a whole condition");
    private static readonly Key<Rate> FalseAlarms = new("false_alarms", Of.Rate, "accepted false alarms, e.g. 1 per year");
    private static readonly Key<double> Effect = new("effect", Of.Positive(100), "smallest effect worth an alarm");
    private static readonly Key<string> Baseline = new("baseline", Of.Pattern("a baseline", BaselineText, "^(training|previous|[a-z][a-z0-9_-]*[.][a-z][a-z0-9_-]*)$"), "training, previous, or a source or port to compare with");
    private static readonly Key<IReadOnlyList<string>> Columns = new("columns", Of.OneOrList(Of.Text), "columns watched; all unless said") { AlsoKnownAs = ["features"] };
    private static readonly Key<IReadOnlyList<string>> Slices = new("slices", Of.OneOrList(Of.Text), "columns to cut the metric by");

    private static readonly Key<IReadOnlyList<string>> Owners = new("owners", Of.OneOrList(Of.Role), "roles that named it", required: true);
    private static readonly Key<string> Consumer = new("consumer", Of.Name, "application that depends on it");
    private static readonly Key<Marker> Marker = new(
        "marker", new BlockShape<Marker>("marker", "who named what to watch", [Owners, Consumer], f => new Marker(f.Need(Owners), f.Get(Consumer))), "who named what to watch");

    public static readonly Shape<Monitor> Shape = new BlockShape<Monitor>(
        "monitor", "a measured property of production", [Watch, Over, Truth, RowKey, Metric, Alert, FalseAlarms, Effect, Baseline, Columns, Slices, Marker], Build);

    private static Monitor Build(Fields f)
    {
        var metric = f.Get(Metric);
        return new Monitor(f.Name, f.Need(Watch), f.Need(Over))
        {
            Kind = Infer(f.Need(Watch), f.Has(Truth), metric),
            Truth = f.Get(Truth),
            Key = f.Get(RowKey),
            Metric = metric,
            Alert = f.Get(Alert) is { } alert ? ParseAlert(alert, metric ?? "value").Value : null,
            FalseAlarms = f.Value(FalseAlarms),
            Effect = f.Value(Effect),
            Baseline = f.Or(Baseline, "training"),
            Columns = f.List(Columns),
            Slices = f.List(Slices),
            Marker = f.Get(Marker),
        };
    }

    private static MonitorKind Infer(string watch, bool truth, string? metric) => watch.StartsWith("data.", StringComparison.Ordinal) ? MonitorKind.Data
        : truth ? MonitorKind.Quality
        : ServiceMetrics.Contains(metric) ? MonitorKind.Service
        : TrafficMetrics.Contains(metric) ? MonitorKind.Traffic
        : MonitorKind.Drift;

    private static Parsed<Condition> ParseAlert(string text, string metric) =>
        text.TrimStart() is ['<' or '>' or '=' or '!', ..] ? Condition.ParseAlert(text, metric) : Condition.Parse(text);

    private static Parsed<string> AlertText(string text) =>
        ParseAlert(text, "value") is { Ok: false } bad ? Parsed.Bad<string>(bad.Problem!, bad.Offset, bad.Suggestion) : Parsed.Good(text);

    private static Parsed<string> Watched(string text) =>
        NameRule.CheckName(text.StartsWith("data.", StringComparison.Ordinal) ? text[5..] : text) is null
            ? Parsed.Good(text) : Parsed.Bad<string>("expected an endpoint's name, or data.<source>");

    private static Parsed<string> MetricName(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            ? Parsed.Good(text) : Parsed.Bad<string>("a metric's name has letters, digits, '_' and '.'");

    private static Parsed<string> BaselineText(string text) =>
        text is "training" or "previous" || PortRefs.ParseInput(text).Ok
            ? Parsed.Good(text) : Parsed.Bad<string>("a baseline is training, previous, data.<source> or <step>.<port>", 0, Nearest.To(text, ["training", "previous"]));
}
