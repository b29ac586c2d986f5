using System.Globalization;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Rules;

/// <summary>Facts of a kind among which a filter finds all that it chooses: of thousands of runs few are of production, and the index knows which.</summary>
internal static class Candidates
{
    // Not fields, or never indexed as they are compared.
    private static readonly string[] Reckoned = ["id", "at", "age", "grade"];

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<Fact> Of(FactSet facts, string kind, IReadOnlyList<Test> filter)
    {
        IReadOnlyList<Fact> fewest = facts.Of(kind);
        foreach (Test test in filter)
            if (Word(test) is { } word && facts.Naming(kind, test.Path, word) is var some && some.Count < fewest.Count) fewest = some;
        return fewest;
    }

    // A number is compared by its value, however it is written.
    private static string? Word(Test test)
        => test is Compare { Op: Op.Equal, Operand: { Field: null, Parameter: null, Literals: [var one] } } && !Reckoned.Contains(test.Path) && !double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? one : null;
}
