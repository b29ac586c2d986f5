using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Rules;

/// <summary>A rule's status with what led to it.</summary>
/// <param name="Expires">When it stops holding as written if nothing new is recorded; null for never or not holding.</param>
/// <param name="Drops">When it stops holding with grace; what ages by itself has none.</param>
internal sealed record RuleOutcome(RuleStatus Status, IReadOnlyList<ClauseOutcome> Clauses, DateTimeOffset? Expires, DateTimeOffset? Drops)
{
    public bool Holds => Status is RuleStatus.Pass or RuleStatus.Attested or RuleStatus.Grace;

    /// <summary>0 to 10; 10 only when the rule holds.</summary>
    public int Progress => Holds ? 10 : Math.Min(9, (int)Math.Floor(10 * Clauses.Average(c => c.Progress)));

    public IEnumerable<Fact> Evidence => Clauses.SelectMany(c => c.Selected).DistinctBy(f => (f.Kind, f.Id));

    public string Detail => string.Join(" | ", Clauses.Select(c => c.Detail));

    public string? Why => Clauses.FirstOrDefault(c => !c.Holds)?.Why;
}
