using System.Text.Json.Nodes;
using Cairn.Cli.Output;
using Cairn.Contracts.Ledger;

namespace Cairn.Cli.Demo.Telling;

/// <summary>The events of the ledger that are worth a line, in words.</summary>
internal sealed class EventWords(Paint paint)
{
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LedgerEvent> _started = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string?> _offered = new(StringComparer.Ordinal);

    private string _levels = "microsoft 0, google 0";

    public string? Of(LedgerEvent e)
    {
        string? Field(string name) => Tally.Text(e, name);
        switch (e.Type)
        {
            case "run.finished" when Field("purpose") == "ingest" && Field("failure") == "missing":
                return paint.Yellow($"not there yet: {Field("source")}");
            case "run.finished" when Field("purpose") == "ingest" && Field("status") != "succeeded":
                return paint.Red($"quarantined: {Path.GetFileName(Field("source"))} ({Field("reason")})");
            case "run.finished" when Field("purpose") == "train" && Field("status") != "succeeded":
                return paint.Red($"a run failed: {Field("failure")}");
            case "run.finished" when Field("purpose") is "test" or "build" && Field("status") != "succeeded":
                return paint.Red($"{Field("suite") ?? Field("purpose")} failed: {Field("reason")}");
            case "trigger.fired":
                return $"retraining: trigger '{Field("name")}' fired, because of {Field("kind")}{(Field("reason") is { } why ? $" ({why})" : "")}";
            case "version.registered" when Field("noun") == "model":
                _versions[e.Subject.Id] = $"version {Field("number")}";
                return $"{_versions[e.Subject.Id]} was made";
            case "gate.decided":
                return Field("decision") == "promote" ? null : paint.Yellow($"{Version(Field("version"))} was gated out: {Field("decision")}{(Field("reason") is { } reason ? $", {reason}" : "")}");
            case "release.started":
                _started[e.Subject.Id] = e;
                return null;
            case "release.finished":
                return Released(e);
            case "probe.finished" when Field("of") == "reproduce":
                return $"{Version(Field("version"))} was made again from its record: {Field("detail")}";
            case "incident.opened":
                return paint.Yellow($"{e.Subject.Id} opened: {Field("title")}");
            case "alert.closed":
                return $"over: {Field("monitor") ?? "an alert"}";
            case "assessment.made":
                return Levels(e);
            case "handoff.offered":
                _offered[e.Subject.Id] = Field("to_role");
                return null;
            case "handoff.answered":
                return Answered(e);
            default:
                return null;
        }
    }

    private string? Levels(LedgerEvent e)
    {
        var levels = string.Join(", ", (e.Data["levels"] as JsonObject ?? []).Select(l => $"{l.Key} {l.Value}"));
        if (levels == _levels)
        {
            return null;
        }
        _levels = levels;
        return paint.Green($"maturity, simulated: {levels}");
    }

    private string Answered(LedgerEvent e)
    {
        var role = _offered.GetValueOrDefault(e.Subject.Id) ?? "person asked";
        var version = Version(Tally.Text(e, "version"));
        return e.Data["accepted"]?.GetValue<bool>() == true ? $"{version} was handed over to the {role}"
            : paint.Yellow($"{version} was not taken over by the {role}{(Tally.Text(e, "reason") is { } reason ? $": {reason}" : "")}");
    }

    private string? Released(LedgerEvent e)
    {
        string? Field(string name) => Tally.Text(e, name) ?? (_started.GetValueOrDefault(e.Subject.Id) is { } s ? Tally.Text(s, name) : null);
        var what = Field("of") == "model" ? Version(Field("version")) : $"{Field("of")} {Field("name") ?? Field("endpoint")}";
        return Field("result") switch
        {
            "succeeded" => Field("env") == "production" ? paint.Green($"released to production: {what}") : null,
            "rolled-back" => paint.Red($"rolled back in {Field("env")}: {what}{(Field("reason") is { } why ? $" ({why})" : "")}"),
            var other => paint.Yellow($"release of {what} into {Field("env")} ended: {other}"),
        };
    }

    private string Version(string? id) => id is null ? "a version" : _versions.GetValueOrDefault(id, id);
}
