using Cairn.Contracts.Ledger;

namespace Cairn.Tracking.Runs;

/// <summary>A run as it begins, with who began it and why.</summary>
/// <param name="Project">That of its experiment.</param>
internal sealed record StartedRun(RunRow Run, IReadOnlyList<RunTag> Tags, string? Project, Actor Actor, IReadOnlyList<string> Cause);
