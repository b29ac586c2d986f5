using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>Which triggers of a project an event may fire, and as what kind of cause.</summary>
internal static class TriggerCauseMatch
{
    private static readonly HashSet<string> Watched = new(StringComparer.Ordinal) { "version.registered", "alert.opened", "change.merged", "incident.opened" };

    public static bool IsWatched(string eventType) => Watched.Contains(eventType);

    /// <summary>What to ask the trigger, or null when the event is nothing to it.</summary>
    public static TriggerAsk? Of(ProjectFile file, Trigger trigger, LedgerEvent e)
    {
        // What any new version fires does not wait for many rows.
        foreach (TriggerCause cause in trigger.When.OrderBy(c => c is DataCause { Grew: not null }))
            if (Kind(file, cause, e) is { } kind)
                return new TriggerAsk(kind, e.Id, Actor.Service("pipelines"))
                {
                    Event = e.Id,
                    Subject = e.Type is "alert.opened" or "incident.opened" ? e.Subject.Id : null,
                    Commit = kind == "change" ? Text(e, "commit") : null,
                    Growth = Growth(cause, e),
                };
        return null;
    }

    private static string? Kind(ProjectFile file, TriggerCause cause, LedgerEvent e) => (cause, e.Type) switch
    {
        (DataCause data, "version.registered") when Text(e, "noun") == "dataset" && Text(e, "name") == data.Source => "data",
        (MonitorCause monitor, "alert.opened") when Text(e, "monitor") == monitor.Monitor
            => file.Monitors.GetValueOrDefault(monitor.Monitor)?.Kind == MonitorKind.Drift ? "drift" : "metric",
        (PushCause, "change.merged") => "change",
        (IncidentCause, "incident.opened") => "incident",
        _ => null,
    };

    private static Growth? Growth(TriggerCause cause, LedgerEvent e)
        => cause is DataCause { Grew: { } need } data ? new Growth(data.Source, e.Data["rows"] is JsonValue v && v.TryGetValue(out long rows) ? rows : 0, need) : null;

    private static string? Text(LedgerEvent e, string field) => e.Data[field] is JsonValue v && v.TryGetValue(out string? text) ? text : null;
}
