using Cairn.Contracts.Maturity;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Model;
using Cairn.Maturity.Rules;

namespace Cairn.Maturity.Assess;

/// <summary>Gives every capability its status: the rule's, corrected by what the model and people decide.</summary>
internal sealed class Judge(MaturityModel model, Circumstances circumstances, FoldContext context, FactSet facts, RuleEvaluator yesterday)
{
    private readonly RuleEvaluator _rules = new(new RuleContext(facts, model.Parameters(circumstances.Profile), context.Project.Beat));
    private readonly Dictionary<string, string> _waivers = Waivers.InForce(context);

    public IReadOnlyList<Judged> All()
    {
        var judged = model.Capabilities.Select(One).ToDictionary(j => j.Capability.Id, StringComparer.Ordinal);
        return [.. model.Capabilities.Select(c => Superseded(judged[c.Id], judged)).Select(Waived)];
    }

    private Judged One(Capability capability)
    {
        RuleOutcome outcome = _rules.Evaluate(capability.Rule);
        if (capability.Entry.Strength == "indicator") return new Judged(capability, outcome, CapabilityStatus.Indicator, outcome.Detail);
        if (circumstances.NotAsked(capability.Entry.Needs) is { } why) return new Judged(capability, outcome, CapabilityStatus.NotApplicable, why);
        if (outcome.Status is RuleStatus.Fail or RuleStatus.Unknown && HeldYesterday(capability, outcome))
            return new Judged(capability, outcome, CapabilityStatus.Grace, $"fails since less than 24 h: {outcome.Why}") { Drops = context.Now.AddHours(24) };
        return ByRule(capability, outcome);
    }

    private static Judged ByRule(Capability capability, RuleOutcome outcome)
    {
        bool fault = OnlyProbesLapsed(outcome);
        string status = outcome.Status switch
        {
            RuleStatus.Pass => CapabilityStatus.Pass,
            RuleStatus.Attested => CapabilityStatus.Attested,
            RuleStatus.Grace => CapabilityStatus.Grace,
            RuleStatus.Stale => fault ? CapabilityStatus.Unknown : CapabilityStatus.Stale,
            RuleStatus.Fail => CapabilityStatus.Fail,
            _ => CapabilityStatus.Unknown,
        };
        string? reason = fault ? $"platform fault: {outcome.Why}" : outcome.Why;
        return new Judged(capability, outcome, status, reason) { PlatformFault = fault, Expires = outcome.Expires, Drops = outcome.Drops };
    }

    private static bool OnlyProbesLapsed(RuleOutcome outcome)
    {
        ClauseOutcome[] failing = [.. outcome.Clauses.Where(c => !c.Holds)];
        return failing.Length > 0 && Array.TrueForAll(failing, c => c.Clause.Kind == "probe" && c.Lapsed);
    }

    // A failure counts once it has lasted 24 hours; a failed probe counts at once.
    private bool HeldYesterday(Capability capability, RuleOutcome outcome)
    {
        bool probeFailed = outcome.Clauses.Any(c => !c.Holds && c.Clause.Kind == "probe" && c.Selected.Count > 0);
        return !probeFailed && capability.Gates && yesterday.Evaluate(capability.Rule).Holds;
    }

    private static Judged Superseded(Judged one, Dictionary<string, Judged> all)
    {
        if (one.Counts || one.Capability.Entry.SupersededBy is not { } stronger || !all[stronger].Counts) return one;
        return one with { Status = CapabilityStatus.Superseded, Reason = $"{stronger} stands for it", PlatformFault = false, Expires = all[stronger].Expires, Drops = all[stronger].Drops };
    }

    private Judged Waived(Judged one) =>
        !one.Counts && one.Capability.Gates && _waivers.TryGetValue(one.Capability.Id, out string? waiver)
            ? one with { Status = CapabilityStatus.Waived, Reason = $"{waiver}; {one.Reason}" }
            : one;
}
