namespace Cairn.Contracts.Projects;

public enum Comparer
{
    AtLeast,
    Above,
    AtMost,
    Below,
    Is,
    IsNot,
}

/// <summary>
/// A comparison over metrics, as in gates, <c>if</c>, <c>undo</c> and <c>alert</c>:
/// <c>metrics.auc >= champion.auc - 0.002</c>, <c>errors > 1%</c>, <c>scoring_tests = passed</c>.
/// Numbers, percentages, dotted names, + - * / and brackets on both sides of one of &gt;= &gt; &lt;= &lt; = !=.
/// A minus between names needs spaces, since names may hold one.
/// </summary>
/// <param name="Text">As written.</param>
public sealed record Condition(Operand Left, Comparer Comparer, Operand Right, string Text)
{
    /// <summary>Every metric it looks up, in order of writing, without repeats.</summary>
    public IReadOnlyList<string> Metrics => [.. References().Select(r => r.Name).Distinct()];

    public static Parsed<Condition> Parse(string text) => new ConditionParser(text).Whole();

    /// <summary>A comparison without its left side: <c>&lt; 0.70</c> is about <paramref name="metric"/>.</summary>
    public static Parsed<Condition> ParseAlert(string text, string metric) => new ConditionParser(text).Tail(metric);

    /// <param name="metrics">Gives the value of a dotted name, or null when nothing is known.</param>
    /// <returns>Pass when the comparison is true, fail when false, hold when a metric is missing or not finite.</returns>
    public ConditionResult Evaluate(Func<string, MetricValue?> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var (left, right) = (Left.Evaluate(metrics), Right.Evaluate(metrics));
        var missing = Metrics.Where(m => new ReferenceOperand(m, 0).Evaluate(metrics) is null).ToArray();
        return new ConditionResult(Holds(left, right), left, right, missing);
    }

    public override string ToString() => Text;

    internal IEnumerable<ReferenceOperand> References() => Left.References().Concat(Right.References());

    private Verdict Holds(MetricValue? left, MetricValue? right)
    {
        bool? truth = (left, right) switch
        {
            ({ Number: { } a }, { Number: { } b }) => Compare(a.CompareTo(b)),
            ({ Word: { } a }, { Word: { } b }) when Comparer is Comparer.Is or Comparer.IsNot => Compare(string.CompareOrdinal(a, b)),
            _ => null,
        };
        return truth switch { true => Verdict.Pass, false => Verdict.Fail, null => Verdict.Hold };
    }

    private bool Compare(int order) => Comparer switch
    {
        Comparer.AtLeast => order >= 0,
        Comparer.Above => order > 0,
        Comparer.AtMost => order <= 0,
        Comparer.Below => order < 0,
        Comparer.Is => order == 0,
        _ => order != 0,
    };
}

/// <summary>What a condition came to, with both sides as they were.</summary>
/// <param name="Missing">Metrics without a finite value.</param>
public sealed record ConditionResult(Verdict Verdict, MetricValue? Left, MetricValue? Right, IReadOnlyList<string> Missing);
