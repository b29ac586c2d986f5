using System.Text.Json;
using Cairn.Endpoints;
using Cairn.Platform.Http;

namespace Cairn.Delivery;

/// <summary>A test as API and pages tell it.</summary>
internal static class AbViews
{
    /// <summary>Before anything was seen.</summary>
    public static AbView Of(Release r)
    {
        AbPlan plan = r.Planned.Ab!;
        return new AbView
        {
            Release = r.Id,
            Endpoint = r.Name,
            State = r.State,
            A = new AbArm(plan.A, plan.ANumber, plan.SharePermille, 1000, 0),
            B = new AbArm(r.VersionId, r.VersionNumber, 0, plan.SharePermille, 0),
            Sticky = r.Planned.Sticky ?? "",
            Metric = plan.Metric,
            Better = plan.MoreIsBetter ? "more" : "less",
            Keys = plan.Keys,
            Until = plan.Until,
            Since = r.Step >= 0 ? DateTimeOffset.FromUnixTimeMilliseconds(r.StepAt) : null,
            Needed = 1 / AbPlan.Alpha,
            Says = r.Reason ?? "",
            Decision = r.Decision,
            Stop = r.Stop,
        };
    }

    public static AbView Of(Release r, AbFacts facts, AbVerdict verdict)
    {
        AbView bare = Of(r);
        return bare with
        {
            A = bare.A with { Keys = facts.KeysA },
            B = bare.B with { Keys = facts.KeysB },
            Metrics = facts.Metrics,
            Evidence = verdict.Evidence,
            Mixed = facts.Mixed,
            Says = verdict.Says,
        };
    }

    /// <summary>As it was seen last, when it has ended.</summary>
    public static AbView Ended(Release r, IEnumerable<ReleaseLine> journal)
    {
        AbView now = Of(r);
        if (journal.LastOrDefault(l => l.Evidence is not null) is not { Evidence: { } json } line) return now;
        AbView? seen = JsonSerializer.Deserialize<Kept>(json, ApiJson.Options)?.Ab;
        return seen is null ? now : seen with { State = now.State, Says = now.Says, Decision = now.Decision, Stop = now.Stop, AsOf = DateTimeOffset.FromUnixTimeMilliseconds(line.At) };
    }

    private sealed record Kept(AbView? Ab);
}
