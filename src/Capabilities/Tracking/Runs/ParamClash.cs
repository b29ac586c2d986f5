namespace Cairn.Tracking.Runs;

/// <summary>A parameter that a run has already, with another value: it is written once.</summary>
/// <param name="Run">Its <see cref="RunRow.Num"/>.</param>
internal sealed record ParamClash(long Run, RunParam Old, RunParam New);
