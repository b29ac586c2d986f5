using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>
/// A test of two versions while it runs: looked at every few hours, ended at its boundary, its planned size or its date. B better takes everything over, else
/// everything goes back to A. Failures and latency of B are watched beside it, as those of a canary.
/// </summary>
internal sealed class AbStage(ReleaseMachine machine, ReleaseTraffic traffic, AbReader reader, CanaryReader canaries, CanaryJudge guards)
{
    /// <summary>Domain time between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);

    public async Task LookAsync(Release r, CancellationToken cancellation)
    {
        (AbFacts facts, AbVerdict verdict) = await SeeAsync(r, cancellation);
        IReadOnlyList<CanaryLine> lines = guards.Guards(await canaries.ReadAsync(r, machine.Now, cancellation));
        string evidence = Evidence(r, facts, verdict, lines);
        await traffic.Database.WriteAsync(s => Settle(s, r, (verdict, lines.FirstOrDefault(l => l.Verdict == Verdict.Fail)), evidence), cancellation: cancellation);
    }

    /// <summary>Ends it by hand; what the end rests on is said by the evidence there is.</summary>
    /// <param name="keepB">Null: as the evidence says, A when it says nothing.</param>
    public async Task<Release?> EndAsync(Release r, bool? keepB, ReleaseMove why, CancellationToken cancellation)
    {
        (AbFacts facts, AbVerdict verdict) = await SeeAsync(r, cancellation);
        string evidence = Evidence(r, facts, verdict, []);
        return await traffic.Database.WriteAsync(s => End(s, r, keepB ?? verdict.Outcome == AbOutcome.B, verdict.Stop, why with { Evidence = evidence, Reason = why.Reason ?? $"ended by hand: {verdict.Says}" }), cancellation: cancellation);
    }

    /// <summary>How it stands now; of one that has ended, what is known by now of its time.</summary>
    public async Task<(AbFacts Facts, AbVerdict Verdict)> SeeAsync(Release r, CancellationToken cancellation)
    {
        AbFacts facts = await reader.ReadAsync(r, machine.Now, cancellation);
        return (facts, AbJudge.Judge(facts, r.Planned.Ab!, machine.Now));
    }

    private void Settle(SqlSession s, Release r, (AbVerdict Test, CanaryLine? Harm) seen, string evidence)
    {
        var move = new ReleaseMove(ReleaseStates.Baking, ReleaseMove.Machine) { Evidence = evidence, Reason = seen.Test.Says };
        if (seen.Harm is { } harm) traffic.Leave(s, r, ReleaseMove.Machine, "rolled-back", harm.Reason ?? harm.Measure, evidence: evidence);
        else if (seen.Test.Outcome == AbOutcome.Broken) traffic.Leave(s, r, ReleaseMove.Machine, "aborted", seen.Test.Says, evidence: evidence);
        else if (seen.Test.Outcome != AbOutcome.Open) End(s, r, seen.Test.Outcome == AbOutcome.B, seen.Test.Stop, move);
        else machine.Move(s, r, move with { LookAt = Next(r) }, x => x with { Holds = x.Holds + 1 });
    }

    private Release? End(SqlSession s, Release r, bool keepB, string? stop, ReleaseMove why)
    {
        string decision = keepB ? "promote" : "keep";
        ReleaseMove move = why with { To = keepB ? ReleaseStates.Promoting : ReleaseStates.RollingBack, Verdict = decision };
        Release? moved = machine.Move(s, r, move, x => x with { Weight = keepB ? 1000 : 0, Step = keepB ? 1 : x.Step, Result = keepB ? null : "kept", Decision = decision, Stop = stop });
        if (moved is null) return null;
        if (keepB) traffic.Serve(s, moved, moved.Weight);
        else traffic.Restore(s, moved);
        return moved;
    }

    private DateTimeOffset Next(Release r)
    {
        DateTimeOffset next = machine.Now + Every;
        return r.Planned.Ab!.Until is { } end && end < next ? end : next;
    }

    private static string Evidence(Release r, AbFacts facts, AbVerdict verdict, IReadOnlyList<CanaryLine> guards)
    {
        CanaryLine[] metrics = [.. facts.Metrics.Select(m => new CanaryLine(m.Name, Verdict.Pass, m.B, m.A, null, m.Low is { } low ? FormattableString.Invariant($"difference {low:0.####} to {m.High:0.####}") : null))];
        return JsonSerializer.Serialize(new { Lines = guards.Concat(metrics), Ab = AbViews.Of(r, facts, verdict) }, ApiJson.Options);
    }
}
