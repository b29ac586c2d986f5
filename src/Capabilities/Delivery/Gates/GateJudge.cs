using Cairn.Contracts.Projects;

namespace Cairn.Delivery;

/// <summary>Runs the whole family of checks and draws the decision: one failure rejects, one open question holds.</summary>
internal sealed class GateJudge(IEnumerable<IGateCheck> checks)
{
    public const string Promote = "promote", Reject = "reject", Hold = "hold";

    public GateVerdict Judge(GateContext context)
    {
        CheckResult[] results = [.. checks.SelectMany(c => c.Run(context))];
        CheckResult[] failed = [.. results.Where(r => r.Verdict == Verdict.Fail)], open = [.. results.Where(r => r.Verdict == Verdict.Hold)];
        string decision = failed.Length > 0 ? Reject : open.Length > 0 || results.Length == 0 ? Hold : Promote;
        string reason = decision switch
        {
            Reject => Say(failed),
            Hold when results.Length == 0 => "nothing was checked",
            Hold => Say(open),
            _ => $"{results.Length} checks passed",
        };
        return new GateVerdict(decision, reason, results);
    }

    private static string Say(IEnumerable<CheckResult> results)
        => string.Join("; ", results.Select(r => r.Reason is null ? $"{r.Name} (was {r.Value ?? "unknown"}{(r.Against is null ? "" : $" against {r.Against}")})" : $"{r.Name}: {r.Reason}"));
}

/// <summary>A decision with every check it rests on.</summary>
internal sealed record GateVerdict(string Decision, string Reason, IReadOnlyList<CheckResult> Checks);
