namespace Cairn.Maturity.Rules;

/// <summary>Evaluates rules over the facts of one instant.</summary>
internal sealed class RuleEvaluator(RuleContext context)
{
    private readonly ClauseEvaluator _clauses = new(context);

    public RuleOutcome Evaluate(RuleNode rule)
    {
        Clause[] clauses = [.. Clauses(rule)];
        Dictionary<Clause, ClauseOutcome> exact = clauses.ToDictionary(c => c, c => _clauses.Evaluate(c, WindowMode.Exact), (IEqualityComparer<Clause>)ReferenceEqualityComparer.Instance);
        ClauseOutcome[] outcomes = [.. clauses.Select(c => exact[c])];
        (bool holds, DateTimeOffset? expires) = Holds(rule, exact);
        (bool stretched, DateTimeOffset? drops) = Holds(rule, At(exact, WindowMode.Stretched));
        if (holds) return new RuleOutcome(OnlyByStatement(rule, exact) ? RuleStatus.Attested : RuleStatus.Pass, outcomes, expires, stretched ? drops : expires);
        if (stretched) return new RuleOutcome(RuleStatus.Grace, outcomes, null, drops);
        if (Holds(rule, At(exact, WindowMode.Open)).Holds) return new RuleOutcome(RuleStatus.Stale, outcomes, null, null);
        bool seen = Array.Exists(outcomes, o => o.Selected.Count > 0);
        return new RuleOutcome(seen ? RuleStatus.Fail : RuleStatus.Unknown, outcomes, null, null);
    }

    public static IEnumerable<Clause> Clauses(RuleNode rule) => rule switch
    {
        AnyOf any => any.Parts.SelectMany(Clauses),
        AllOf all => all.Parts.SelectMany(Clauses),
        _ => [(Clause)rule],
    };

    // A clause that knows no span says the same whatever becomes of spans.
    private Dictionary<Clause, ClauseOutcome> At(Dictionary<Clause, ClauseOutcome> exact, WindowMode mode)
    {
        var outcomes = new Dictionary<Clause, ClauseOutcome>(exact, ReferenceEqualityComparer.Instance);
        foreach (Clause clause in exact.Keys.Where(c => c.In is not null || c.Shape.Fresh is not null)) outcomes[clause] = _clauses.Evaluate(clause, mode);
        return outcomes;
    }

    private static bool OnlyByStatement(RuleNode rule, Dictionary<Clause, ClauseOutcome> outcomes)
    {
        var records = new Dictionary<Clause, ClauseOutcome>(outcomes, ReferenceEqualityComparer.Instance);
        foreach ((Clause clause, ClauseOutcome outcome) in outcomes)
            if (clause.Kind == "statement") records[clause] = outcome with { Holds = false };
        return !Holds(rule, records).Holds;
    }

    // A conjunction ends with its first part, a choice with its last.
    private static (bool Holds, DateTimeOffset? Expires) Holds(RuleNode rule, Dictionary<Clause, ClauseOutcome> outcomes)
    {
        if (rule is Clause clause) return (outcomes[clause].Holds, outcomes[clause].Expires);
        if (rule is AllOf all)
        {
            (bool Holds, DateTimeOffset? Expires)[] parts = [.. all.Parts.Select(p => Holds(p, outcomes))];
            return (Array.TrueForAll(parts, p => p.Holds), parts.Min(p => p.Expires));
        }
        (bool Holds, DateTimeOffset? Expires)[] held = [.. ((AnyOf)rule).Parts.Select(p => Holds(p, outcomes)).Where(p => p.Holds)];
        return held.Length == 0 ? (false, null) : (true, Array.Exists(held, h => h.Expires is null) ? null : held.Max(h => h.Expires));
    }
}
