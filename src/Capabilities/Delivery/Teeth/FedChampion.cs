using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Finds what a gate is fed: the champion of its endpoint by the decision that let it pass, else the version it let pass last.</summary>
internal sealed class FedChampion(IDatabase database, IProjects projects, ILedger ledger, IModels models, GateRecords records)
{
    /// <summary>Null when the gate is gone or has let nothing pass.</summary>
    public async Task<Fed?> OfAsync(string project, string gate, CancellationToken cancellation)
    {
        if (await projects.FindAsync(project, cancellation) is not { } view) return null;
        return await DecisionAsync(view, gate, cancellation) is { } decision ? await FedAsync(view, decision, cancellation) : null;
    }

    /// <summary>As it was at a decision.</summary>
    public async Task<Fed?> AtAsync(string project, string decision, CancellationToken cancellation)
    {
        if (await projects.FindAsync(project, cancellation) is not { } view) return null;
        return await database.ReadAsync(s => records.Store.Find(s, decision), cancellation) is { } found ? await FedAsync(view, found, cancellation) : null;
    }

    private async Task<GateDecision?> DecisionAsync(ProjectView project, string gate, CancellationToken cancellation)
    {
        foreach (Contracts.Projects.Endpoint endpoint in project.File.Endpoints.Values.Where(e => e.Releases.Values.Any(r => r.When.Contains(gate))))
            if (await records.Evidence.ChampionAsync(project, endpoint, cancellation) is { } champion
                && await database.ReadAsync(s => records.Store.PromotedOf(s, project.Name, gate, endpoint.Name, champion.Id), cancellation) is { EvalDigest: not null } decision)
                return decision;
        return await database.ReadAsync(s => records.Store.LastPromoted(s, project.Name, gate), cancellation);
    }

    private async Task<Fed?> FedAsync(ProjectView project, GateDecision decision, CancellationToken cancellation)
    {
        if (decision.EvalDigest is null || !project.File.Gates.TryGetValue(decision.Gate, out Gate? gate) || !project.File.Endpoints.TryGetValue(decision.Endpoint, out Contracts.Projects.Endpoint? endpoint)) return null;
        LedgerEvent? run = await RunAsync(decision.RunId, cancellation);
        if (run?.Data["outputs"] is not JsonObject outputs || await models.FindAsync(decision.VersionId, cancellation) is not { } version) return null;
        if (GateTables.Of(project.File, gate, endpoint, outputs, out _) is not { } tables) return null;
        ModelVersionView? champion = decision.ChampionId is { } id ? await models.FindAsync(id, cancellation) : null;
        return new Fed(decision, new Candidacy(project, endpoint, gate, version, run, outputs), tables with { Eval = decision.EvalDigest }, champion);
    }

    /// <summary>The end of a run; null when it has not ended.</summary>
    public async Task<LedgerEvent?> RunAsync(string run, CancellationToken cancellation)
        => (await ledger.ReadAsync(0, 1, new EventFilter { Type = "run.finished", SubjectId = run }, cancellation)).Select(e => e.Event).FirstOrDefault();
}

/// <summary>What gates decided, and what they look at.</summary>
internal sealed record GateRecords(GateStore Store, GateEvidence Evidence);
