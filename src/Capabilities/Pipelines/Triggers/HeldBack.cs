namespace Cairn.Pipelines.Triggers;

/// <summary>Why a trigger may not fire.</summary>
/// <param name="Waits">The cause is asked again: at <paramref name="Due"/>, or when the run that is active has ended.</param>
internal sealed record HeldBack(string Reason, bool Waits, DateTimeOffset? Due = null);
