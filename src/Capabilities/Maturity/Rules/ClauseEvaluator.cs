namespace Cairn.Maturity.Rules;

/// <summary>Evaluates one clause: selects facts, tests them, looks at their shape.</summary>
internal sealed class ClauseEvaluator(RuleContext context)
{
    /// <summary>How long a lapsed window is forgiven.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    private readonly TestEvaluator _tests = new(context);

    public ClauseOutcome Evaluate(Clause clause, WindowMode mode)
    {
        if (clause.Each is null) return One(clause, mode, null);
        IReadOnlyList<string> values = clause.Each.Values ?? InForce(clause.Each.Path);
        if (values.Count == 0) return new ClauseOutcome(clause, false, [], 0, $"no {clause.Each.Path} in force", $"no {clause.Each.Path} is in force", null);
        return Join(clause, [.. values.Select(v => (v, One(clause, mode, v)))]);
    }

    private string[] InForce(string path) =>
        [.. context.Facts.InForce("release").Where(r => r.Is("of", "model") && r.Is("env", "production")).SelectMany(r => r.Values(path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static ClauseOutcome Join(Clause clause, (string Value, ClauseOutcome Outcome)[] parts)
    {
        (string Value, ClauseOutcome Outcome)[] failing = [.. parts.Where(p => !p.Outcome.Holds)];
        return new ClauseOutcome(
            clause,
            failing.Length == 0,
            [.. parts.SelectMany(p => p.Outcome.Selected)],
            parts.Average(p => p.Outcome.Progress),
            string.Join("; ", parts.Select(p => $"{p.Value}: {p.Outcome.Detail}")),
            failing.Length == 0 ? null : string.Join("; ", failing.Select(p => $"{p.Value}: {p.Outcome.Why}")),
            failing.Length == 0 ? Earliest(parts.Select(p => p.Outcome.Expires)) : null);
    }

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset?> times) => times.Min();

    private ClauseOutcome One(Clause clause, WindowMode mode, string? each)
    {
        // Stretching a ceiling would make it harder, and what people say has no grace.
        if (clause.Amount.Kind == AmountKind.AtMost || (clause.Kind == "statement" && mode == WindowMode.Stretched)) mode = WindowMode.Exact;
        var selection = new Selection(clause, context, _tests, mode, each);
        return clause.Amount.Kind switch
        {
            AmountKind.Last => Last(selection),
            AmountKind.Current => Current(selection),
            AmountKind.Share => Share(selection),
            AmountKind.AtMost => AtMost(selection),
            _ => AtLeast(selection),
        };
    }

    private static ClauseOutcome Last(Selection last)
    {
        int n = last.Amount;
        string detail = $"{last.Good.Count} of last {n}, needs {n}";
        string? why = last.FirstFault ?? (last.All.Count < n ? $"{last.All.Count} of {n} {last.Kind} records" : null);
        return last.Outcome(why, n == 0 ? 1 : (double)last.Good.Count / n, detail, n);
    }

    private static ClauseOutcome Current(Selection inForce)
    {
        string detail = inForce.All.Count == 0 ? $"no {inForce.Kind} in force" : $"{inForce.Good.Count} of {inForce.All.Count} in force";
        string? why = inForce.All.Count == 0 ? $"no {inForce.Kind} is in force" : inForce.FirstFault;
        return inForce.Outcome(why, inForce.All.Count == 0 ? 0 : (double)inForce.Good.Count / inForce.All.Count, detail, inForce.Good.Count);
    }

    private static ClauseOutcome Share(Selection all)
    {
        int min = all.Min, total = all.All.Count, good = all.Good.Count;
        double share = total == 0 ? 0 : 100.0 * good / total;
        bool enough = total >= min && good >= (all.Percent / 100 * total) - 1e-9;
        string detail = $"{good} of {total} = {share:0} %, needs {all.Percent:0} % of at least {min}";
        string? why = enough ? null : total < min ? $"{total} of {min} {all.Kind} records" : all.FirstFault ?? detail;
        double wanted = Math.Max(min, all.Percent / 100 * total);
        return all.Outcome(why, wanted <= 0 ? 1 : Math.Min(1, good / wanted), detail, Math.Min(Math.Max(min, 1), good));
    }

    private static ClauseOutcome AtLeast(Selection all)
    {
        int n = all.Amount;
        string detail = $"{all.Good.Count} of {n}";
        string? why = all.Good.Count >= n ? null : all.FirstFault ?? $"{all.Good.Count} of {n} {all.Kind} records";
        return all.Outcome(why, n == 0 ? 1 : Math.Min(1, (double)all.Good.Count / n), detail, n);
    }

    private static ClauseOutcome AtMost(Selection all)
    {
        int n = all.Amount;
        bool holds = all.Good.Count <= n;
        string detail = $"{all.Good.Count}, at most {n}";
        string? why = holds ? null : $"{all.Kind} {all.Good[0].Id}: {detail} allowed";
        return new ClauseOutcome(all.Clause, holds, holds ? [] : all.Good, holds ? 1 : 0, detail, why, null);
    }
}
