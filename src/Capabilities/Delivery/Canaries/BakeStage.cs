using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>A canary at a weight: it serves for a while, then is judged. Passed it takes the next step, held it waits on, failed it goes back at once.</summary>
internal sealed class BakeStage(ReleaseMachine machine, ReleaseTraffic traffic, CanaryReader reader, CanaryJudge judge, DeliveryOptions options)
{
    /// <summary>Into <c>baking</c> at a step of the plan.</summary>
    public Release? Begin(SqlSession s, Release r, int step, Actor by, ReleaseMove? because = null)
    {
        ReleasePlanned plan = r.Planned;
        int weight = plan.Weights[step];
        ReleaseMove move = (because ?? new ReleaseMove(ReleaseStates.Baking, by)) with { LookAt = machine.Now.AddSeconds(plan.EverySeconds) };
        Release? moved = machine.Move(s, r, move, x => x with { Step = step, Weight = weight, Holds = 0, StepAt = machine.Now.ToUnixTimeMilliseconds(), Baseline = null });
        if (moved is not null) traffic.Serve(s, moved, weight);
        return moved;
    }

    /// <summary>The next step, or the whole when there is none.</summary>
    public Release? Forward(SqlSession s, Release r, ReleaseMove why)
    {
        ReleasePlanned plan = r.Planned;
        if (r.Step + 1 < plan.Weights.Count - 1) return Begin(s, r, r.Step + 1, why.By, why with { To = ReleaseStates.Baking });
        return Whole(s, r, why);
    }

    /// <summary>Everything to the new version.</summary>
    public Release? Whole(SqlSession s, Release r, ReleaseMove why)
    {
        Release? moved = machine.Move(s, r, why with { To = ReleaseStates.Promoting, LookAt = null }, x => x with { Weight = 1000, Step = x.Planned.Weights.Count - 1 });
        if (moved is not null) traffic.Serve(s, moved, 1000);
        return moved;
    }

    public async Task JudgeAsync(Release r, CancellationToken cancellation)
    {
        CanaryVerdict verdict = judge.Judge(await reader.ReadAsync(r, machine.Now, cancellation), r.Planned);
        string evidence = JsonSerializer.Serialize(new { verdict.Lines }, ApiJson.Options);
        await traffic.Database.WriteAsync(s => Settle(s, r, verdict, evidence), cancellation: cancellation);
    }

    private void Settle(SqlSession s, Release r, CanaryVerdict verdict, string evidence)
    {
        var move = new ReleaseMove(ReleaseStates.Baking, ReleaseMove.Machine) { Evidence = evidence, Reason = verdict.Reason.Length > 0 ? verdict.Reason : null, Verdict = verdict.Verdict.ToString().ToLowerInvariant() };
        switch (verdict.Verdict)
        {
            case Verdict.Fail: traffic.Leave(s, r, ReleaseMove.Machine, "rolled-back", verdict.Reason, evidence: evidence); break;
            case Verdict.Pass: Forward(s, r, move with { Reason = $"step {r.Step + 1} of {r.Planned.Weights.Count} passed" }); break;
            default: Hold(s, r, move); break;
        }
    }

    private void Hold(SqlSession s, Release r, ReleaseMove move)
    {
        if (machine.Now.ToUnixTimeMilliseconds() - r.StepAt >= options.MaxHold.TotalMilliseconds)
        {
            machine.Move(s, r, move with { To = ReleaseStates.Paused, Reason = $"no evidence: {move.Reason}" });
            return;
        }
        double wait = Math.Min(r.Planned.EverySeconds * Math.Pow(2, r.Holds), Math.Max(r.Planned.EverySeconds, options.LookAtLeast.TotalSeconds));
        machine.Move(s, r, move with { LookAt = machine.Now.AddSeconds(wait) }, x => x with { Holds = x.Holds + 1 });
    }
}
