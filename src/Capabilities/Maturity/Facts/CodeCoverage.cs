namespace Cairn.Maturity.Facts;

/// <summary>Which areas of code that ever changed have an automatic, successful newest test run on main.</summary>
internal static class CodeCoverage
{
    private static readonly (string Area, string Suite)[] Suites =
    [
        ("app", "app-unit"), ("data", "data-unit"), ("features", "feature-unit"), ("pipeline", "pipeline-integration"),
        ("scoring", "scoring-unit"), ("training", "training-unit"),
    ];

    public static IEnumerable<Fact> Fold(FactSet facts)
    {
        HashSet<string> changed = [.. facts.Of("change").SelectMany(c => c.Texts("areas"))];
        (string Area, string Suite)[] areas = [.. Suites.Where(s => changed.Contains(s.Area))];
        if (areas.Length == 0) yield break;
        var newest = areas.Select(a => (a.Area, Run: Newest(facts, a.Suite))).ToList();
        string[] missing = [.. newest.Where(n => n.Run is null || !Counts(n.Run)).Select(n => n.Area)];
        // As fresh as the newest test run: a tree whose tests nobody runs any more goes stale.
        Fact[] runs = [.. newest.Select(n => n.Run).OfType<Fact>()];
        DateTimeOffset at = runs.Length == 0 ? facts.Of("change")[0].At : runs.Max(r => r.At);
        int grade = runs.Length == 0 ? 2 : runs.Min(r => r.Grade);
        yield return new Fact("coverage", "code", at, at, grade)
            .Set("of", "code").Set("total", areas.Length).Set("uncovered", missing.Length).Set("missing", missing);
    }

    private static Fact? Newest(FactSet facts, string suite) =>
        facts.Naming("run", "suite", suite).FirstOrDefault(r => !r.Pending && r.Is("purpose", "test") && r.Is("ref", "main"));

    private static bool Counts(Fact run) => run.Is("status", "succeeded") && !run.Is("trigger", "manual") && run["tests"] is >= 1.0;
}
