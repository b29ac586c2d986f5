namespace Cairn.Tracking.Removal;

/// <summary>What was removed for good.</summary>
/// <param name="DryRun">Nothing was removed; this is what would be.</param>
/// <param name="Bytes">Of content that nothing else has.</param>
/// <param name="Kept">What stays although it was deleted, and why.</param>
internal sealed record RemovalReport(bool DryRun, int Experiments, int Runs, int LoggedModels, int Files, int Contents, long Bytes, IReadOnlyList<string> Kept);
