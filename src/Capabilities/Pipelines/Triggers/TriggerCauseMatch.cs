using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>Which triggers of a project an event may fire, and as what kind of cause.</summary>
internal static class TriggerCauseMatch
{
    private static readonly HashSet<string> Watched = new(StringComparer.Ordinal) { "version.registered", "alert.opened", "change.merged", "incident.opened" };

    public static bool IsWatched(string eventType) => Watched.Contains(eventType);

    /// <summary>The kind of firing, or null when the event is nothing to this trigger.</summary>
    public static string? KindOf(ProjectFile file, Trigger trigger, LedgerEvent e)
    {
        foreach (TriggerCause cause in trigger.When)
            if (Match(file, cause, e) is { } kind) return kind;
        return null;
    }

    private static string? Match(ProjectFile file, TriggerCause cause, LedgerEvent e) => (cause, e.Type) switch
    {
        (DataCause data, "version.registered") when Text(e, "noun") == "dataset" && Text(e, "name") == data.Source => "data",
        (MonitorCause monitor, "alert.opened") when Text(e, "monitor") == monitor.Monitor
            => file.Monitors.GetValueOrDefault(monitor.Monitor)?.Kind == MonitorKind.Drift ? "drift" : "metric",
        (PushCause, "change.merged") => "change",
        (IncidentCause, "incident.opened") => "metric",
        _ => null,
    };

    private static string? Text(LedgerEvent e, string field) => e.Data[field] is System.Text.Json.Nodes.JsonValue v && v.TryGetValue(out string? text) ? text : null;
}
