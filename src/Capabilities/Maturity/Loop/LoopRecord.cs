using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Records;
using Cairn.Maturity.Sentences;

namespace Cairn.Maturity.Loop;

/// <summary>The newest turn of the loop as the ledger tells it; every part is null until it has happened.</summary>
internal sealed class LoopRecord
{
    private const int Recent = 120;
    private static readonly string[] Ways = ["production", "prod"];

    public LoopRecord(ProjectRecords records)
    {
        Project = records.Project;
        Names = new SubjectNames(records.Own);
        Log = new EventLog(records.All, records.Project, DateTimeOffset.MaxValue);
        Settings = new ProjectSettings(Log, records.Project);
        Ingest = Newest("run", r => r.Text("purpose") == "ingest");
        Run = Newest("run", r => r.Text("purpose") is "train" && r.Text("for") is not ("experiment" or "reproduction" or "probe")) ?? Newest("run", r => r.Text("purpose") is "train");
        Dataset = Newest("version", v => v.Text("noun") == "dataset");
        Version = Newest("version", v => v.Text("noun") == "model");
        Gate = Newest("gate", _ => true);
        Release = Newest("release", r => r.Text("of") is "model" or null);
        Served = Newest("release", r => r.Text("of") is "model" or null && IsProduction(r.Text("env")) && r.Text("result") == "succeeded");
        Firing = Newest("trigger", _ => true);
        Windows = [.. Log.Events.Where(e => e.Type == "window.closed" && IsProduction(EventData.Text(e.Data["env"])))];
        Incidents = [.. Log.Of("incident").Where(i => i.Find("incident.closed") is null)];
        Handoffs = [.. Log.Of("handoff").Where(h => h.Find("handoff.answered") is null)];
    }

    public string Project { get; }

    public SubjectNames Names { get; }

    public EventLog Log { get; }

    public ProjectSettings Settings { get; }

    public SubjectLog? Ingest { get; }

    public SubjectLog? Dataset { get; }

    public SubjectLog? Run { get; }

    public SubjectLog? Version { get; }

    public SubjectLog? Gate { get; }

    public SubjectLog? Release { get; }

    /// <summary>The release that serves production.</summary>
    public SubjectLog? Served { get; }

    public SubjectLog? Firing { get; }

    /// <summary>Windows of production, oldest first.</summary>
    public IReadOnlyList<LedgerEvent> Windows { get; }

    /// <summary>Open incidents and hand-offs without an answer.</summary>
    public IReadOnlyList<SubjectLog> Incidents { get; }

    public IReadOnlyList<SubjectLog> Handoffs { get; }

    public bool Running => Run is { } run && run.Find("run.finished") is null;

    public bool Releasing => Release is { } release && release.Find("release.finished") is null;

    public DateTimeOffset? LastActivity => Log.Events.Count > 0 ? Log.Events[^1].At : null;

    /// <summary>Windows of one kind, oldest first, the newest at most.</summary>
    public IReadOnlyList<LedgerEvent> WindowsOf(string kind) => [.. Windows.Where(w => EventData.Text(w.Data["of"]) == kind).TakeLast(Recent)];

    public LedgerEvent? NewestWindow(params string[] kinds) => Windows.LastOrDefault(w => kinds.Contains(EventData.Text(w.Data["of"])));

    /// <summary>The newest window of every monitor: what is breached now and what is not.</summary>
    public IReadOnlyList<LedgerEvent> NewestOfEach() =>
    [
        .. Windows.Where(w => w.Data["values"] is not null)
            .GroupBy(w => (EventData.Text(w.Data["of"]), EventData.Text(w.Data["monitor"]), EventData.Text(w.Data["endpoint"])))
            .Select(g => g.Last()),
    ];

    /// <summary>How long the newest whole turn took: from what started it to the end of the release.</summary>
    public TimeSpan? LastTurn()
    {
        SubjectLog? release = Newest("release", r => r.Text("result") == "succeeded" && r.First.Cycle is not null && IsProduction(r.Text("env")));
        return release is not null && Log.Event(release.First.Cycle!) is { } start ? release.Last.At - start.At : null;
    }

    private bool IsProduction(string? environment) => environment is null || Ways.Contains(environment) || Settings.RoleOf(environment) == "production";

    private SubjectLog? Newest(string kind, Func<SubjectLog, bool> which) => Log.Of(kind).Where(which).MaxBy(s => s.Last.At);
}
