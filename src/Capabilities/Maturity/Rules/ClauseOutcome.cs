using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Rules;

/// <summary>What became of one clause.</summary>
/// <param name="Selected">Facts that the clause looked at: its evidence, newest first.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Detail">For example "4 of last 5, needs 5".</param>
/// <param name="Why">What speaks against it; null when it holds.</param>
/// <param name="Expires">When it stops holding if nothing new is recorded; null for never or not holding.</param>
internal sealed record ClauseOutcome(
    Clause Clause, bool Holds, IReadOnlyList<Fact> Selected, double Progress, string Detail, string? Why, DateTimeOffset? Expires)
{
    /// <summary>Only its freshness or window is missing: the records are there and good, and too old.</summary>
    public bool Lapsed { get; init; }
}
