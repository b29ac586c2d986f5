using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Rules;

/// <summary>The facts a clause looks at, those of them that pass its tests, and the clause's shape over them.</summary>
internal sealed class Selection
{
    private readonly RuleContext _context;
    private readonly TestEvaluator _tests;
    private readonly WindowMode _mode;
    private readonly string? _each;
    private readonly List<DateTimeOffset> _until = [];

    public Selection(Clause clause, RuleContext context, TestEvaluator tests, WindowMode mode, string? each)
    {
        (Clause, _context, _tests, _mode, _each) = (clause, context, tests, mode, each);
        bool current = clause.Amount.Kind == AmountKind.Current;
        Fill(current ? context.Facts.InForce(clause.Kind) : Candidates.Of(context.Facts, clause.Kind, clause.Filter), clause.Amount.Kind == AmountKind.Last ? Amount : int.MaxValue);
    }

    public Clause Clause { get; }

    public string Kind => Clause.Kind;

    /// <summary>What the filter chose, newest first.</summary>
    public List<Fact> All { get; } = [];

    /// <summary>Those for which the tests hold.</summary>
    public List<Fact> Good { get; } = [];

    public string? FirstFault { get; private set; }

    public int Amount => (int)_context.Value(Clause.Amount.Value!);

    public double Percent => _context.Value(Clause.Amount.Value!);

    public int Min => Clause.Min is null ? 1 : (int)_context.Value(Clause.Min);

    /// <summary>The outcome when the amount is there (<paramref name="why"/> is null), after a look at the shape.</summary>
    /// <param name="needed">So many of the good facts, newest first, carry the clause.</param>
    public ClauseOutcome Outcome(string? why, double progress, string detail, int needed)
    {
        bool lapsed = why is null && Stale;
        why ??= ShapeFault();
        bool holds = why is null;
        // A shape not yet there (span, freshness) leaves the full count short of full progress.
        double shown = holds ? 1 : Math.Min(progress, 0.9);
        return new ClauseOutcome(Clause, holds, All, shown, detail, why, holds ? Expires(needed) : null) { Lapsed = lapsed };
    }

    private void Fill(IReadOnlyList<Fact> facts, int n)
    {
        DateTimeOffset since = Since(Clause.In);
        foreach (Fact fact in facts)
        {
            if (All.Count == n || (fact.At < since && Clause.Amount.Kind != AmountKind.Current)) break;
            if (fact.Pending || (_each is not null && !fact.Values(Clause.Each!.Path).Contains(_each))) continue;
            if (!_tests.All(fact, Clause.Filter, explain: false).Holds) continue;
            All.Add(fact);
            Judge(fact);
        }
    }

    private void Judge(Fact fact)
    {
        TestOutcome outcome = _tests.All(fact, Clause.Tests, explain: FirstFault is null);
        if (outcome.Holds && Clause.Shape.Grade is { } grade && fact.Grade < _context.Value(grade))
            outcome = TestOutcome.No(FirstFault is not null ? null : $"{fact.Kind} {fact.Id}: grade {fact.Grade}, needs {_context.Value(grade):0}");
        if (!outcome.Holds)
        {
            FirstFault ??= outcome.Why;
            return;
        }
        Good.Add(fact);
        _until.Add(fact.Until is { } until && until < outcome.Until ? until : outcome.Until);
    }

    private DateTimeOffset Since(Span? span) => span is null || _mode == WindowMode.Open ? DateTimeOffset.MinValue : Back(_context.Value(span) + Stretch);

    private TimeSpan Stretch => _mode == WindowMode.Stretched ? ClauseEvaluator.Grace : TimeSpan.Zero;

    private DateTimeOffset Back(TimeSpan span) => span.Ticks >= _context.Now.UtcTicks ? DateTimeOffset.MinValue : _context.Now - span;

    private bool Stale => Clause.Shape.Fresh is { } fresh && (Good.Count == 0 || Good[0].At < Since(fresh));

    private string? ShapeFault()
    {
        Shape shape = Clause.Shape;
        if (Stale)
            return Good.Count == 0 ? "nothing fresh" : $"newest {Kind} is {Days(_context.Now - Good[0].At)} old, needs {Days(_context.Value(shape.Fresh!))}";
        if (shape.Spanning is not null && (Good.Count == 0 || Good[0].At - Good[^1].At < _context.Value(shape.Spanning)))
            return $"records span {Days(Good.Count == 0 ? TimeSpan.Zero : Good[0].At - Good[^1].At)}, need {Days(_context.Value(shape.Spanning))}";
        if (shape.Distinct is { } distinct && Different(distinct.Path) is int different && different < _context.Value(distinct.AtLeast))
            return $"{different} different {distinct.Path}, needs {_context.Value(distinct.AtLeast):0}";
        return null;
    }

    // The same content under two names is one.
    private int Different(string path) => Good
        .Select(f => string.Join('\n', f.Values(path).Select(_context.Facts.Canonical).Order(StringComparer.Ordinal)))
        .Where(v => v.Length > 0)
        .Distinct(StringComparer.Ordinal)
        .Count();

    private DateTimeOffset? Expires(int needed)
    {
        DateTimeOffset end = DateTimeOffset.MaxValue;
        if (Clause.Shape.Fresh is { } fresh && Good.Count > 0) end = Good[0].At + _context.Value(fresh) + Stretch;
        if (needed > 0 && needed <= Good.Count)
        {
            if (Clause.In is { } within) end = Sooner(end, Good[needed - 1].At + _context.Value(within) + Stretch);
            end = Sooner(end, _until.OrderDescending().ElementAt(needed - 1));
        }
        return end == DateTimeOffset.MaxValue ? null : end;
    }

    private static DateTimeOffset Sooner(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static string Days(TimeSpan span) => span.TotalDays >= 2 ? $"{span.TotalDays:0} d" : $"{span.TotalHours:0} h";
}
