using System.Globalization;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Rules;

/// <summary>Evaluates tests of one fact, following links through the indexed facts.</summary>
internal sealed class TestEvaluator(RuleContext context)
{
    /// <summary>All tests hold; until the first of them ends by age alone.</summary>
    /// <param name="explain">Whether to say why one does not: of thousands of facts one is told of.</param>
    public TestOutcome All(Fact fact, IReadOnlyList<Test> tests, bool explain)
    {
        DateTimeOffset until = DateTimeOffset.MaxValue;
        foreach (Test test in tests)
        {
            TestOutcome one = One(fact, test, explain);
            if (!one.Holds) return one;
            if (one.Until < until) until = one.Until;
        }
        return new TestOutcome(true, until, null);
    }

    private TestOutcome One(Fact fact, Test test, bool explain) => test switch
    {
        IsSet set => fact[set.Path] is not null == set.Set ? TestOutcome.Yes : No(fact, set, explain),
        Compare compare => Compared(fact, compare, explain),
        PointsTo link => Forth(fact, link, explain),
        NamedBy link => Back(fact, link, explain),
        Covers covers => Covered(fact[covers.Path] as FactPerson[] ?? [], covers) ? TestOutcome.Yes : TestOutcome.No(explain ? $"{fact.Kind} {fact.Id}: needs {covers.Text}" : null),
        _ => throw new InvalidOperationException($"'{test.Text}' has no evaluation."),
    };

    private TestOutcome Compared(Fact fact, Compare test, bool explain)
    {
        if (test.Path is "at" or "age") return Age(fact, test, explain);
        object? value = test.Path == "grade" ? (double)fact.Grade : fact[test.Path];
        return Holds(value, test.Op, Wanted(fact, test.Operand)) ? TestOutcome.Yes : No(fact, test, explain);
    }

    private TestOutcome Age(Fact fact, Compare test, bool explain)
    {
        double age = (context.Now - fact.At).TotalDays;
        IReadOnlyList<string> wanted = Wanted(fact, test.Operand);
        if (!Holds(age, test.Op, wanted)) return No(fact, test, explain);
        bool ends = test.Op is Op.Less or Op.LessOrEqual;
        return ends ? new TestOutcome(true, fact.At.AddDays(Parse(wanted[0])), null) : TestOutcome.Yes;
    }

    private IReadOnlyList<string> Wanted(Fact fact, Operand operand)
    {
        if (operand.Field is { } field) return fact.Values(field);
        return operand.Parameter is { } name ? [Fact.Show(context.Parameters[name])] : operand.Literals;
    }

    private static bool Holds(object? value, Op op, IReadOnlyList<string> wanted) => op switch
    {
        Op.Equal or Op.In or Op.Meets => AnyOf(value, wanted),
        Op.NotEqual or Op.NotIn => !AnyOf(value, wanted),
        Op.Has => wanted.Count > 0 && wanted.All(w => AnyOf(value, [w])),
        _ => wanted is [string limit] && value is double number && Ordered(number, op, Parse(limit)),
    };

    private static bool AnyOf(object? value, IReadOnlyList<string> wanted) => value switch
    {
        null => false,
        string[] many => many.Any(m => wanted.Contains(m)),
        double number => wanted.Any(w => Parse(w) == number),
        string one => wanted.Contains(one),
        object other => wanted.Contains(Fact.Show(other)),
    };

    private static bool Ordered(double value, Op op, double limit) => op switch
    {
        Op.Less => value < limit,
        Op.LessOrEqual => value <= limit,
        Op.Greater => value > limit,
        _ => value >= limit,
    };

    // A word where a number is asked for compares with nothing.
    private static double Parse(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double n) ? n : double.NaN;

    // Every name must lead to a fact that is no younger than the one that names it: records made afterwards prove nothing.
    private TestOutcome Forth(Fact fact, PointsTo link, bool explain)
    {
        IReadOnlyList<string> names = fact.Values(link.Path);
        if (names.Count == 0) return TestOutcome.No(explain ? $"{fact.Kind} {fact.Id}: {link.Path} is not set" : null);
        DateTimeOffset until = DateTimeOffset.MaxValue;
        foreach (string name in names)
        {
            TestOutcome found = TestOutcome.No(explain ? $"{fact.Kind} {fact.Id}: {link.Path} names {name}, of which there is no {link.Kind} on record" : null);
            foreach (Fact target in context.Facts.Named(link.Kind, name))
            {
                found = target.Born <= fact.At ? All(target, link.Tests, explain) : TestOutcome.No(explain ? $"{link.Kind} {name} is younger than {fact.Kind} {fact.Id}, which names it" : null);
                if (found.Holds) break;
            }
            if (!found.Holds) return found;
            if (found.Until < until) until = found.Until;
        }
        return new TestOutcome(true, until, null);
    }

    private TestOutcome Back(Fact fact, NamedBy link, bool explain)
    {
        DateTimeOffset? until = null;
        string? why = null;
        foreach (string value in fact.Values(link.Path))
        {
            foreach (Fact source in context.Facts.Naming(link.Kind, link.KindPath, value))
            {
                TestOutcome one = All(source, link.Tests, explain && why is null);
                if (one.Holds && (until is null || one.Until > until)) until = one.Until;
                why ??= one.Why;
            }
        }
        if (until is { } end) return new TestOutcome(true, end, null);
        return TestOutcome.No(!explain ? null : why ?? $"{fact.Kind} {fact.Id}: no {link.Kind} names it as {link.KindPath}");
    }

    private static bool Covered(FactPerson[] people, Covers covers)
    {
        int able = people.Count(p => covers.Groups.Any(g => g.Any(p.Roles.Contains)));
        return able >= covers.By && Assign(people, covers.Groups, 0, new bool[people.Length], alone: covers.By < covers.Groups.Count);
    }

    // One person per group, a different one for each as far as so many people are asked for.
    private static bool Assign(FactPerson[] people, IReadOnlyList<IReadOnlyList<string>> groups, int group, bool[] taken, bool alone)
    {
        if (group == groups.Count) return true;
        for (int i = 0; i < people.Length; i++)
        {
            if ((taken[i] && !alone) || !groups[group].Any(people[i].Roles.Contains)) continue;
            bool before = taken[i];
            taken[i] = true;
            if (Assign(people, groups, group + 1, taken, alone)) return true;
            taken[i] = before;
        }
        return false;
    }

    private static TestOutcome No(Fact fact, Test test, bool explain) => TestOutcome.No(explain ? Why(fact, test) : null);

    private static string Why(Fact fact, Test test)
    {
        string shown = fact.Values(test.Path) is { Count: > 0 } values ? string.Join(", ", values) : test.Path == "grade" ? Fact.Show((double)fact.Grade) : "not set";
        return $"{fact.Kind} {fact.Id}: {test.Path} is {shown}, needs {test.Text}";
    }
}
