namespace Cairn.Tracking;

/// <summary>A run as it stands.</summary>
public sealed record TrackedRun(string RunId, string ExperimentId, string Name, string Status);
