using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>The champion was trained again, or could not be: what came out goes through the gate that let it pass.</summary>
internal sealed class RemadeHandler(FedChampion champions, GateProbe probe, IModels models) : IJobHandler
{
    public const string JobKind = "gate-teeth-remade";

    public string Kind => JobKind;

    public int Concurrency => 1;

    public static JobDraft Draft(string probe, string project, string moment) => new(JobKind, $"{probe}:{moment}", project, new Payload(probe));

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string id = job.Payload<Payload>().Probe;
        if (await probe.Database.ReadAsync(s => probe.Store.FindAwaited(s, id), cancellation) is not { } awaited) return;
        if (await champions.RunAsync(awaited.RunId, cancellation) is not { } ended || await champions.AtAsync(awaited.Project, awaited.Decision, cancellation) is not { } fed) return;
        try
        {
            await probe.JudgeAsync(id, awaited.Given, fed, await RemadeAsync(fed, ended, cancellation), awaited.RunId, cancellation);
        }
        catch (Exception e) when (e is EvaluationException or ApiException)
        {
            await probe.Database.WriteAsync(s => probe.Record(s, id, fed, new Tooth(awaited.Given, GateProbe.Unmade, e.Message, awaited.RunId, ended.Id)), cancellation: cancellation);
        }
    }

    private async Task<ModelVersionView> RemadeAsync(Fed fed, LedgerEvent ended, CancellationToken cancellation)
    {
        string? digest = (string?)ended.Data["outputs"]?[fed.Of.Endpoint.Model.ToString()];
        if ((string?)ended.Data["status"] != "succeeded" || digest is null) throw new EvaluationException($"The champion could not be made again: {(string?)ended.Data["failure"] ?? "the run made no model"}.");
        return await models.SuchAsync(fed.Of.Version, digest, cancellation);
    }

    internal sealed record Payload(string Probe);
}
