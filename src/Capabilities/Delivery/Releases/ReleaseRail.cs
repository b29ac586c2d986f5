using Cairn.Platform.Web;

namespace Cairn.Delivery;

/// <summary>The steps of a release from left to right, and what may be done at the one it stands at.</summary>
internal static class ReleaseRail
{
    public static string Current(ReleaseAnswer r) => r.State switch
    {
        ReleaseStates.AwaitingApproval => "approve",
        ReleaseStates.Queued or ReleaseStates.Warming or ReleaseStates.Testing => "test",
        _ => $"w{Math.Clamp(r.Step, 0, Math.Max(0, r.Plan.Weights.Count - 1))}",
    };

    public static IReadOnlyList<GraphNode> Nodes(ReleaseAnswer r)
    {
        var nodes = new List<GraphNode>();
        bool waits = r.State is ReleaseStates.AwaitingApproval, begun = r.Step >= 0;
        if (r.Plan.Approve is { } role) nodes.Add(Node(r, "approve", $"Approval of a {role}", "user", (waits, begun || r.State is not (ReleaseStates.AwaitingApproval or ReleaseStates.Queued or ReleaseStates.Aborted))));
        nodes.Add(Node(r, "test", "Load, test", "shield-check", (r.State is ReleaseStates.Warming or ReleaseStates.Testing, begun || r.State == ReleaseStates.Succeeded)));
        bool open = ReleaseStates.IsOpen(r.State);
        for (int i = 0; i < r.Plan.Weights.Count; i++)
            nodes.Add(Node(r, $"w{i}", Format.Percent(r.Plan.Weights[i] / 1000.0, 0), "rocket", (open && r.Step == i, r.State == ReleaseStates.Succeeded || r.Step > i)));
        return nodes;
    }

    /// <summary>The verbs with their words; the first is the one to expect.</summary>
    public static IReadOnlyList<(string Name, string Text, string? Css)> Verbs(ReleaseAnswer r) => r.State switch
    {
        ReleaseStates.AwaitingApproval => [("approve", "Approve", "pri"), ("abort", "Abort", "danger")],
        ReleaseStates.Baking when r.Plan.Ab is not null => [("abort", "Abort", "danger")],
        ReleaseStates.Baking => [("promote", "Promote a step", "pri"), ("pause", "Pause", null), ("abort", "Abort", null), ("rollback", "Roll back", "danger")],
        ReleaseStates.Paused => [("resume", "Go on", "pri"), ("promote", "Promote a step", null), ("abort", "Abort", null), ("rollback", "Roll back", "danger")],
        ReleaseStates.RollingBack => [],
        ReleaseStates.Succeeded => r.Previous is null ? [] : [("rollback", "Roll back", "danger")],
        _ => ReleaseStates.IsOpen(r.State) ? [("abort", "Abort", "danger")] : [],
    };

    private static GraphNode Node(ReleaseAnswer r, string id, string name, string icon, (bool Now, bool Done) at)
        => new(id, name, icon, at.Now ? Status.Of(Token.Run, "Now") : at.Done ? Status.Of("Passed") : ReleaseStates.IsOpen(r.State) ? Status.Of("Waiting") : Status.Of("Skipped"), null, "#journal");
}
