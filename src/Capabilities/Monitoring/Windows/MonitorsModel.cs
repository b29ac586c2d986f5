namespace Cairn.Monitoring;

/// <summary>What the page of monitors shows.</summary>
/// <param name="Declared">Names of the project file's monitors that have no window yet.</param>
public sealed record MonitorsModel(string Project, IReadOnlyList<MonitorSeries> Series, IReadOnlyList<string> Declared);
