using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Loop;
using Cairn.Platform.Web;
using static Cairn.Maturity.Sentences.EventSentence;

namespace Cairn.Maturity.Sentences;

/// <summary>Releases, windows and what follows from them.</summary>
internal static class LoopSentences
{
    public static Sentence Of(LedgerEvent e, SubjectNames names) => e.Type switch
    {
        "release.started" => new("rocket", Token.Run, [Release(e), " of ", names.Version(Text(e, "version"), e.Project), $" into {Text(e, "env") ?? "its environment"} began{Strategy(e)}"]),
        "release.moved" => new("rocket", Token.Run, [Release(e), " moved", Version(e, names), $"{Weight(e)}{Because(e, "verdict")}{Because(e)}"]),
        "release.finished" => Ended(e),
        "window.closed" => Closed(e),
        "alert.opened" => new("bell", Token.Fail, [$"{Watched(e)} breached its limit{Metrics(e)}{Because(e)}"]),
        "alert.closed" => new("bell", Token.Ok, [$"{Watched(e)} is within its limit again{Because(e)}"]),
        "incident.opened" => new("alert-triangle", Token.Warn, ["Incident ", Incident(e), $" opened{Because(e, "title")}"]),
        "incident.moved" => new("alert-triangle", Token.Warn, ["Incident ", Incident(e), $" is {Text(e, "state") ?? "looked at"}{Because(e)}"]),
        "incident.closed" => new("alert-triangle", Token.Ok, ["Incident ", Incident(e), $" closed{Because(e)}"]),
        "trigger.fired" => new("bolt", Token.Run, ["Trigger ", Link(e, "triggers", Text(e, "name") ?? Text(e, "kind") ?? "by hand"), $" fired by {Kind(e)}{Because(e)}"]),
        "probe.finished" => Probe(e),
        "assessment.made" => new("stairs-up", Token.Idle, [Link(e, "maturity", "Maturity"), $" assessed: {Levels(e)}{Changed(e)}"]),
        _ => throw Unknown(e),
    };

    private static SentencePart Release(LedgerEvent e) => Link(e, "releases/" + Uri.EscapeDataString(e.Subject.Id), "Release " + SubjectNames.Short(e.Subject.Id));

    private static SentencePart Incident(LedgerEvent e) => Link(e, "incidents/" + Uri.EscapeDataString(e.Subject.Id), SubjectNames.Short(e.Subject.Id));

    private static string Version(LedgerEvent e, SubjectNames names) => Text(e, "version") is { } version ? " " + (names.Label(version) ?? SubjectNames.Short(version)) : "";

    private static string Strategy(LedgerEvent e) => Text(e, "strategy") is { } strategy ? $", {strategy}" : "";

    private static string Weight(LedgerEvent e) => LoopNumbers.Share(EventData.Number(e.Data["weight"])) is { } share ? $" to {Format.Percent(share, 0)}" : "";

    private static Sentence Ended(LedgerEvent e)
    {
        (string icon, Token token, string words) = Text(e, "result") switch
        {
            "succeeded" => ("rocket", Token.Ok, " succeeded"),
            "rolled-back" => ("arrow-back-up", Token.Warn, " was rolled back"),
            "aborted" => ("circle-x", Token.Fail, " was aborted"),
            "kept" => ("rocket", Token.Idle, " ended, what served before is kept"),
            _ => ("rocket", Token.Idle, " ended"),
        };
        return new(icon, token, [Release(e), words, Because(e, "verdict"), Because(e)]);
    }

    private static Sentence Closed(LedgerEvent e)
    {
        WindowValue[] values = [.. LoopNumbers.Values(e.Data)];
        WindowValue? told = Array.Find(values, v => v.Breached) ?? Array.Find(values, v => v.Slice is null);
        string number = told is null ? "" : $": {LoopNumbers.Word(told.Metric)} {Format.Metric(told.Value)}{(told.Slice is null ? "" : " of " + told.Slice)}{(told.Breached && told.Threshold is { } limit ? $", limit {Format.Metric(limit)}" : "")}";
        string n = EventData.Number(e.Data["n"]) is { } count ? $" (n {Format.Count((long)count)})" : "";
        bool breached = told?.Breached ?? false;
        return new(breached ? "alert-triangle" : "activity", breached ? Token.Fail : Token.Ok, [$"Window of {Text(e, "of") ?? "production"} on {Text(e, "endpoint") ?? "the endpoint"} closed{number}{n}"]);
    }

    private static string Watched(LedgerEvent e) => Text(e, "monitor") is { Length: > 0 } monitor ? "Monitor " + monitor : "Watch on " + (Text(e, "endpoint") ?? SubjectNames.Short(e.Subject.Id));

    private static string Metrics(LedgerEvent e) => EventData.Texts(e.Data["metrics"]) is { Length: > 0 } metrics ? " in " + string.Join(" and ", metrics) : "";

    private static string Kind(LedgerEvent e) => (Text(e, "kind") switch { "manual" => "hand", "data" => "new data", var kind => kind ?? "hand" }) + (Text(e, "pipeline") is { } pipeline ? $" and started {SubjectNames.Short(pipeline)}" : "");

    private static Sentence Probe(LedgerEvent e)
    {
        bool? ok = EventData.Flag(e.Data["ok"]) ?? (Text(e, "given"), Text(e, "seen")) switch
        {
            ("bad", "refused" or "detected") or ("good" or "real", "passed") or ("same", "quiet") => true,
            (null, _) or (_, null) => null,
            _ => false,
        };
        string seen = Text(e, "seen") is { } word ? $": given {Text(e, "given") ?? "a sample"}, it was {word}" : ok is true ? ": in order" : ok is false ? ": not in order" : "";
        return new("gauge", ok is true ? Token.Ok : ok is false ? Token.Fail : Token.Idle, [$"Probe of {Text(e, "of") ?? "the platform"}{seen}{Because(e, "detail")}"]);
    }

    private static string Levels(LedgerEvent e) =>
        e.Data["levels"] is JsonObject levels ? string.Join(", ", levels.Select(l => $"{char.ToUpperInvariant(l.Key[0])}{l.Key[1..]} {EventData.Number(l.Value) ?? 0:0}")) : "no levels";

    private static string Changed(LedgerEvent e) => EventData.Count(e.Data["changed"]) is > 0 and var n ? $"; {n:0} {(n == 1 ? "status" : "statuses")} changed" : "";
}
