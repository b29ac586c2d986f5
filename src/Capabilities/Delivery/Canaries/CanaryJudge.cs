using System.Globalization;
using Cairn.Contracts.Projects;
using Cairn.Statistics;

namespace Cairn.Delivery;

/// <summary>Judges a canary by what it and the stable version did at the same time. Too little of anything is a hold.</summary>
internal sealed class CanaryJudge(DeliveryOptions options)
{
    private const int FewErrors = 3, HardErrors = 5, ScoreBins = 20, GuardedRequests = 100;
    private const double HardRate = 0.1, ScoreFalseAlarm = 0.001, SlowShare = 0.05, LatencyFalseAlarm = 0.001;

    public CanaryVerdict Judge(CanaryFacts facts, ReleasePlanned plan)
    {
        var lines = new List<CanaryLine> { Errors(facts), Requests(facts, plan) };
        bool enough = lines[1].Verdict == Verdict.Pass;
        if (enough) lines.Add(Latency(facts));
        lines.Add(Scores(facts));
        if (Outcomes(facts) is { } outcomes) lines.Add(outcomes);
        lines.AddRange(plan.Undo.Select(text => Undo(Condition.Parse(text).Value!, facts, enough)));
        return new CanaryVerdict(lines);
    }

    /// <summary>Failures and, with enough requests, latency alone: what harms callers whatever the version says.</summary>
    public IReadOnlyList<CanaryLine> Guards(CanaryFacts facts) => facts.Canary.Requests >= GuardedRequests ? [Errors(facts), Latency(facts)] : [Errors(facts)];

    /// <summary>Jensen-Shannon distance of the scores, in bins of the stable version's quantiles; NaN without scores.</summary>
    public static double ScoreDistance(CanaryFacts facts)
    {
        if (facts.Canary.Scores.Length == 0 || facts.Stable.Scores.Length == 0) return double.NaN;
        var bins = QuantileBins.Learn(facts.Stable.Scores, ScoreBins);
        return Distances.JensenShannon(bins.Count(facts.Stable.Scores), bins.Count(facts.Canary.Scores));
    }

    private static CanaryLine Requests(CanaryFacts facts, ReleasePlanned plan)
    {
        long canary = facts.Canary.Requests + facts.Canary.Errors, stable = facts.Stable.Requests + facts.Stable.Errors;
        bool enough = canary >= plan.MinRequests && stable > 0;
        return new CanaryLine("requests", enough ? Verdict.Pass : Verdict.Hold, canary, stable, plan.MinRequests, enough ? null : $"{canary} of {plan.MinRequests} requests so far");
    }

    private CanaryLine Errors(CanaryFacts facts)
    {
        double canary = facts.Canary.ErrorRate, stable = facts.Stable.ErrorRate, limit = stable + options.ErrorMargin;
        bool hard = facts.Canary.Errors >= HardErrors && canary > stable + HardRate;
        bool fails = hard || (facts.Canary.Errors >= FewErrors && canary > limit);
        return new CanaryLine("errors", fails ? Verdict.Fail : Verdict.Pass, canary, stable, limit, fails ? $"error rate {Text(canary)} against {Text(stable)} of the stable version" : null);
    }

    private CanaryLine Latency(CanaryFacts facts)
    {
        double canary = facts.Canary.P95Ms, stable = facts.Stable.P95Ms, limit = Math.Max(stable * options.LatencyRatio, options.LatencyFloorMs);
        // One request in twenty may be slower than the p95; a few slow ones among a few are chance.
        int slow = facts.Canary.Latencies.Count(ms => ms > limit);
        bool fails = canary > limit && Binomial.AtLeast(slow, facts.Canary.Latencies.Length, SlowShare) < LatencyFalseAlarm;
        return new CanaryLine("p95_ms", fails ? Verdict.Fail : Verdict.Pass, canary, stable, limit, fails ? $"p95 latency {Text(canary)} ms against {Text(stable)} ms of the stable version" : null);
    }

    private CanaryLine Scores(CanaryFacts facts)
    {
        (double[] canary, double[] stable) = (facts.Canary.Scores, facts.Stable.Scores);
        if (canary.Length < options.ScoreRows || stable.Length < options.ScoreRows)
            return new CanaryLine("scores", Verdict.Hold, canary.Length, stable.Length, options.ScoreRows, $"{Math.Min(canary.Length, stable.Length)} of {options.ScoreRows} scores so far");
        double distance = ScoreDistance(facts);
        // Far apart, and farther than chance explains at these sizes.
        bool fails = distance > options.ScoreDistance && Psi.OfNumbers(stable, canary, ScoreBins, ScoreFalseAlarm).Drifted;
        string? reason = fails ? $"the scores lie {Text(distance)} from those of the stable version (limit {Text(options.ScoreDistance)})" : null;
        return new CanaryLine("scores", fails ? Verdict.Fail : Verdict.Pass, Mean(canary), Mean(stable), options.ScoreDistance, reason);
    }

    private CanaryLine? Outcomes(CanaryFacts facts)
    {
        (double[] canary, double[] stable) = (facts.Canary.Losses, facts.Stable.Losses);
        if (canary.Length < options.OutcomeRows || stable.Length < options.OutcomeRows) return null;
        Interval worse = MeanDifferenceSequence.At(Summary(stable), Summary(canary), options.OutcomeFalseAlarm);
        bool fails = worse.Low > 0;
        return new CanaryLine("outcomes", fails ? Verdict.Fail : Verdict.Pass, Mean(canary), Mean(stable), null, fails ? $"squared error {Text(Mean(canary))} against {Text(Mean(stable))} of the stable version, surely worse" : null);
    }

    private static CanaryLine Undo(Condition condition, CanaryFacts facts, bool enough)
    {
        ConditionResult result = condition.Evaluate(name => Measure(name, facts));
        // The condition speaks of what must not be: true means back.
        bool fails = result.Verdict == Verdict.Pass && enough;
        Verdict verdict = fails ? Verdict.Fail : result.Verdict == Verdict.Hold ? Verdict.Hold : Verdict.Pass;
        return new CanaryLine("undo", verdict, result.Left?.Number, result.Right?.Number, null, fails ? condition.Text : verdict == Verdict.Hold ? $"nothing is known yet of {string.Join(", ", result.Missing)}" : null);
    }

    private static MetricValue? Measure(string name, CanaryFacts facts)
    {
        ArmFacts arm = name.StartsWith("stable.", StringComparison.Ordinal) ? facts.Stable : facts.Canary;
        double? value = name.Replace("stable.", "", StringComparison.Ordinal) switch
        {
            "errors" or "error_rate" => arm.ErrorRate,
            "latency" or "p95_ms" => arm.P95Ms,
            "p50_ms" or "p90_ms" => arm.P50Ms,
            "p99_ms" => arm.P99Ms,
            "requests" => arm.Requests,
            "drift" or "score_drift" => ScoreDistance(facts),
            // Refused before a version was chosen, so no version has any.
            "timeouts" or "rejects" => 0,
            _ => null,
        };
        return value is { } number ? new MetricValue(number) : (MetricValue?)null;
    }

    private static ArmSummary Summary(double[] x)
    {
        double mean = Mean(x);
        return new ArmSummary(x.Length, mean, x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1));
    }

    private static double Mean(double[] x) => x.Length == 0 ? double.NaN : x.Average();

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
