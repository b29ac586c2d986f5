using Cairn.Contracts.Ledger;

namespace Cairn.Monitoring;

/// <summary>What the page of an incident shows.</summary>
/// <param name="Alert">The breach it is about; null when it is about something else.</param>
/// <param name="Series">The monitor that found it.</param>
/// <param name="Events">Everything on record that follows from it, oldest first.</param>
public sealed record IncidentModel(Incident Incident, Alert? Alert, MonitorSeries? Series, IReadOnlyList<LedgerEvent> Events);
