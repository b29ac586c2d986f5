namespace Cairn.Monitoring;

/// <summary>What the page of one monitor shows. <paramref name="Declared"/> is null for what is watched without being declared.</summary>
public sealed record MonitorModel(string Project, MonitorSeries Series, Contracts.Projects.Monitor? Declared, IReadOnlyList<Alert> Alerts);
