using System.Globalization;
using Cairn.Statistics;

namespace Cairn.Delivery;

/// <summary>
/// Says how a test stands. It may be asked at any time and any number of times: the evidence is an e-process, so that of tests without a
/// difference at most one in twenty is ever decided. A split that is not the planned one decides nothing, ever.
/// </summary>
internal static class AbJudge
{
    /// <summary>One test in a thousand with a right split is taken for a wrong one.</summary>
    private const double WrongSplit = 0.001;
    private const double MostMixed = 0.01;
    private const long FewKeys = 100;

    /// <summary>A date ends a test as planned only with a tenth of the keys; with fewer it has shown nothing.</summary>
    private const long Enough = 10;

    public static AbVerdict Judge(AbFacts facts, AbPlan plan, DateTimeOffset now)
    {
        double share = plan.SharePermille / 1000.0, needed = Math.Log(1 / AbPlan.Alpha);
        var test = new DesignBasedTest();
        (double most, bool? up) = (0, null);
        foreach ((bool isB, double value) in facts.Outcomes)
        {
            test.Record(isB, share, value);
            most = Math.Max(most, test.LogEvidence);
            if (up is null && most >= needed) up = test.LogEvidenceUp > test.LogEvidenceDown;
        }

        double evidence = Math.Exp(Math.Min(most, Math.Log(1e12)));
        if (Wrong(facts, share) is { } wrong) return new(AbOutcome.Broken, wrong, evidence);
        if (up is { } more) return more == plan.MoreIsBetter ? new(AbOutcome.B, "B is better", evidence) : new(AbOutcome.A, "A is better", evidence);
        string none = $"no difference was shown by {Count(facts.Outcomes.Count)} keys with an outcome";
        if (facts.Outcomes.Count >= plan.Keys) return new(AbOutcome.Even, $"{none}, as many as planned", evidence);
        if (now >= plan.Until) return facts.Outcomes.Count * Enough >= plan.Keys ? new(AbOutcome.Even, $"{none} until the planned end", evidence) : new(AbOutcome.Short, $"{none} until the planned end, too few of {Count(plan.Keys)} planned", evidence);
        return new(AbOutcome.Open, $"{none} so far, of {Count(plan.Keys)} planned", evidence);
    }

    private static string? Wrong(AbFacts facts, double share)
    {
        long all = facts.KeysA + facts.KeysB + facts.Mixed;
        if (all >= FewKeys && facts.Mixed > all * MostMixed) return $"{Count(facts.Mixed)} of {Count(all)} keys were answered by both versions";
        if (facts.KeysA + facts.KeysB == 0 || SampleRatio.LogEvidence([facts.KeysA, facts.KeysB], [1 - share, share]) < Math.Log(1 / WrongSplit)) return null;
        return $"the keys were not split as planned: {Count(facts.KeysA)} to A and {Count(facts.KeysB)} to B";
    }

    private static string Count(long n) => n.ToString(CultureInfo.InvariantCulture);
}
