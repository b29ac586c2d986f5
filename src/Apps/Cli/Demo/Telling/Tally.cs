using System.Text.Json.Nodes;
using Cairn.Cli.Demo.Data;
using Cairn.Contracts.Ledger;

namespace Cairn.Cli.Demo.Telling;

/// <summary>What has happened so far, counted from the ledger and from the answers.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, JsonObject> _releases = new(StringComparer.Ordinal);

    public Dictionary<string, int> Firings { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> PipelineRuns { get; } = new(StringComparer.Ordinal);

    /// <summary>Releases of models by how they ended.</summary>
    public Dictionary<string, int> Releases { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> AppReleases { get; } = new(StringComparer.Ordinal);

    public List<ModelMade> Models { get; } = [];

    public ModelMade? NewestModel => Models.LastOrDefault();

    public Scorebook Scores { get; } = new();

    public long RowsIngested { get; private set; }

    public int Quarantined { get; private set; }

    public long Predictions { get; private set; }

    public long OutcomesJoined { get; private set; }

    public int RolledBack { get; private set; }

    public string? LastIncident { get; private set; }

    /// <summary>A version answers in production.</summary>
    public bool Serving { get; private set; }

    public void Take(LedgerEvent e)
    {
        switch (e.Type)
        {
            case "run.started" when Text(e, "purpose") == "train" && Text(e, "for") == "production": Count(PipelineRuns, Text(e, "trigger") ?? "manual"); break;
            case "run.finished" when Text(e, "purpose") == "ingest": Gathered(e); break;
            case "trigger.fired": Count(Firings, Text(e, "kind") ?? "?"); break;
            case "version.registered" when Text(e, "noun") == "model": Models.Add(new ModelMade(e.Subject.Id, Text(e, "number") ?? $"{Models.Count + 1}", Text(e, "digest") ?? e.Subject.Digest ?? "", e.At)); break;
            case "incident.opened": LastIncident = e.Subject.Id; break;
            case "release.started": _releases[e.Subject.Id] = e.Data; break;
            case "release.finished": Released(e); break;
        }
    }

    public void Answered(IReadOnlyList<Answer> answers) => Predictions += answers.Sum(a => a.Scores.Count);

    public void Told(int outcomes) => OutcomesJoined += outcomes;

    public void Landed(DateOnly day, IReadOnlyList<Answer> answers) => Scores.Add(day, answers);

    /// <summary>A field of the release that an event is about, from the event or from its start.</summary>
    public string? OfRelease(LedgerEvent e, string field) => Text(e, field) ?? (_releases.GetValueOrDefault(e.Subject.Id)?[field] as JsonValue)?.ToString();

    internal static string? Text(LedgerEvent e, string field) => (e.Data[field] as JsonValue)?.ToString();

    private static void Count(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private void Gathered(LedgerEvent e)
    {
        if (Text(e, "status") == "succeeded")
        {
            RowsIngested += long.TryParse(Text(e, "rows"), out var rows) ? rows : 0;
        }
        else if (Text(e, "failure") is "contract" or "unreadable")
        {
            Quarantined++;
        }
    }

    private void Released(LedgerEvent e)
    {
        var result = Text(e, "result") ?? "?";
        if (OfRelease(e, "of") != "model")
        {
            Count(AppReleases, result);
            return;
        }
        Count(Releases, result);
        if (OfRelease(e, "env") == "production")
        {
            Serving |= result == "succeeded";
            RolledBack += result == "rolled-back" ? 1 : 0;
        }
    }
}

/// <summary>A registered model version.</summary>
internal sealed record ModelMade(string Id, string Number, string Digest, DateTimeOffset At);
