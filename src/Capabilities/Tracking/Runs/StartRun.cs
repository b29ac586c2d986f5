namespace Cairn.Tracking;

/// <summary>A run to be started. <paramref name="RunId"/> is 32 lower-case hex digits, which a managed run may bring, or null for a new one.</summary>
/// <param name="Experiment">Name of the experiment; made when absent.</param>
/// <param name="Managed">True when the control plane runs it; its ledger events are then written by that room, not here.</param>
public sealed record StartRun(string? Project, string Experiment, string? RunName, string? RunId, bool Managed, IReadOnlyList<RunTag> Tags);
