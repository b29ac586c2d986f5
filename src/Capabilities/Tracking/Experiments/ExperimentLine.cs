namespace Cairn.Tracking.Experiments;

/// <summary>An experiment in the list of all.</summary>
public sealed record ExperimentLine(string Name, DateTimeOffset MadeAt);
