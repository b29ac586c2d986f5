namespace Cairn.Maturity.Assess;

/// <summary>How to assess.</summary>
/// <param name="Alone">Leave out the acts of simulated people and take the profile solo: what the machine earned by itself.</param>
/// <param name="Profile">Assess as if this profile were declared; null for the declared one.</param>
internal sealed record AssessmentOptions(bool Alone = false, string? Profile = null);
