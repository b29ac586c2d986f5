namespace Cairn.Code;

/// <summary>What a test report says, counted case by case and not from its own totals.</summary>
/// <param name="Tests">Cases that ran.</param>
/// <param name="Failures">Names of failed cases, the first hundred.</param>
internal sealed record TestReport(int Tests, int Failed, int Skipped, IReadOnlyList<string> Failures)
{
    private const int NamesKept = 100, NameLength = 300;

    public static TestReport Empty { get; } = new(0, 0, 0, []);

    public TestReport With(CaseOutcome outcome, string name) => outcome switch
    {
        CaseOutcome.Passed => this with { Tests = Tests + 1 },
        CaseOutcome.Skipped => this with { Skipped = Skipped + 1 },
        _ => this with { Tests = Tests + 1, Failed = Failed + 1, Failures = Failures.Count < NamesKept ? [.. Failures, name.Length > NameLength ? name[..NameLength] : name] : Failures },
    };
}

internal enum CaseOutcome
{
    Passed,
    Failed,
    Skipped,
}
