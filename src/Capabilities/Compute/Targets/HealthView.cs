namespace Cairn.Compute.Targets;

/// <summary>How a target is, over HTTP.</summary>
/// <param name="Since">From when it has been so, in real time; null when it was not asked yet.</param>
/// <param name="Reason">What it said last, null when it answers.</param>
public sealed record HealthView(bool Ok, DateTimeOffset? Since, string? Reason);
