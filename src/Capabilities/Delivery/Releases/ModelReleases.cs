using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>What a release of a model version does in each state.</summary>
internal sealed class ModelReleases(ReleaseMachine machine, ReleaseTraffic traffic, ReleaseEnd end, TestStage tests, BakeStage bake, AbStage ab)
{
    public async Task AdvanceAsync(Release r, CancellationToken cancellation)
    {
        switch (r.State)
        {
            case ReleaseStates.Queued: await traffic.Database.WriteAsync(s => Begin(s, r), cancellation: cancellation); break;
            case ReleaseStates.Warming: await WarmAsync(r, cancellation); break;
            case ReleaseStates.Testing: await tests.RunAsync(r, cancellation); break;
            case ReleaseStates.Baking when r.Planned.Ab is not null: await ab.LookAsync(r, cancellation); break;
            case ReleaseStates.Baking: await bake.JudgeAsync(r, cancellation); break;
            case ReleaseStates.Promoting: await PromoteAsync(r, cancellation); break;
            case ReleaseStates.RollingBack: await RollBackAsync(r, cancellation); break;
        }
    }

    /// <summary>Goes to the data plane, unless another is there or an approval is wanted.</summary>
    private void Begin(SqlSession s, Release r)
    {
        if (machine.Store.Held(s, r).Any(o => o.Id != r.Id && o.Active)) return;
        if (r.Planned.Approve is { } role && !r.Rollback && !end.Approvals.IsApproved(s, r, role))
        {
            machine.Move(s, r, new ReleaseMove(ReleaseStates.AwaitingApproval, ReleaseMove.Machine) { Reason = $"waits for the approval of a {role}" });
            return;
        }
        if (traffic.IsStale(s, r))
        {
            if (machine.Move(s, r, new ReleaseMove(ReleaseStates.Superseded, ReleaseMove.Machine) { Reason = $"version {r.Planned.Ab!.ANumber} does not answer any more" }) is not null) end.Again(s, r);
            return;
        }
        traffic.Enter(s, r);
    }

    private async Task WarmAsync(Release r, CancellationToken cancellation)
    {
        if (await traffic.RefusedAsync(r, cancellation) is { } fault)
        {
            await traffic.Database.WriteAsync(s => traffic.Leave(s, r, ReleaseMove.Machine, "aborted", $"the data plane refuses the version: {fault}"), cancellation: cancellation);
            return;
        }
        await traffic.Database.WriteAsync(s => Warmed(s, r), cancellation: cancellation);
    }

    private void Warmed(SqlSession s, Release r)
    {
        if (!r.IsProduction) tests.Begin(s, r);
        else if (r.Planned.Weights.Count > 1 && r.PreviousId is not null) bake.Begin(s, r, 0, ReleaseMove.Machine);
        else machine.Move(s, r, new ReleaseMove(ReleaseStates.Promoting, ReleaseMove.Machine), x => x with { Weight = 1000 });
    }

    private async Task PromoteAsync(Release r, CancellationToken cancellation)
    {
        if (await traffic.RefusedAsync(r, cancellation) is { } fault)
        {
            await traffic.Database.WriteAsync(s => traffic.Leave(s, r, ReleaseMove.Machine, "rolled-back", $"the data plane refuses the version: {fault}"), cancellation: cancellation);
            return;
        }
        await traffic.Database.WriteAsync(s => end.Succeed(s, r), cancellation: cancellation);
    }

    private async Task RollBackAsync(Release r, CancellationToken cancellation)
    {
        await traffic.PublishedAsync(cancellation);
        string to = r.Result switch { "aborted" => ReleaseStates.Aborted, "kept" => ReleaseStates.Kept, _ => ReleaseStates.RolledBack };
        await traffic.Database.WriteAsync(s => { machine.Move(s, r, new ReleaseMove(to, ReleaseMove.Machine), x => x with { Weight = 0 }); }, cancellation: cancellation);
    }
}
