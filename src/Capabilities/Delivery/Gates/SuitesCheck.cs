using Cairn.Contracts.Projects;

namespace Cairn.Delivery;

/// <summary>A version whose scoring code fails its tests is not released, also where no condition says so.</summary>
internal sealed class SuitesCheck : IGateCheck
{
    public const string Scoring = "scoring-unit";

    public string Name => "tests";

    public IEnumerable<CheckResult> Run(GateContext context)
    {
        if (context.Suites.FirstOrDefault(s => s.Suite == Scoring) is not { } suite || suite.Status is not ("succeeded" or "failed")) yield break;
        bool passed = suite.Status == "succeeded";
        yield return new CheckResult(Name, Scoring, passed ? Verdict.Pass : Verdict.Fail, $"{suite.Tests - suite.Failed} of {suite.Tests} passed", null, passed ? null : suite.Reason);
    }
}
