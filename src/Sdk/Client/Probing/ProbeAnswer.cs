namespace Cairn.Client.Probing;

/// <summary>What one question found, as it is handed in.</summary>
/// <param name="At">When it was due.</param>
/// <param name="EveryS">Seconds to the next: so long it speaks for.</param>
/// <param name="Status">Null when no answer came.</param>
internal sealed record ProbeAnswer(string Route, DateTimeOffset At, int EveryS, bool Answered, int? Status, long TookMs);
