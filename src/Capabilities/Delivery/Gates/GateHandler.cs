using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Brings the version of a finished run before every gate of every endpoint it is for, then releases it where they let it pass.</summary>
internal sealed class GateHandler(ILedger ledger, IProjects projects, IModels models, GateKeeper keeper, ReleaseWalk walk) : IJobHandler
{
    public const string JobKind = "gate";

    public string Kind => JobKind;

    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        LedgerEvent run = await ledger.FindAsync(job.Payload<Payload>().Event, cancellation) ?? throw new InvalidOperationException("The run's event is gone.");
        if (await projects.FindAsync(run.Project!, cancellation) is not { State: not "retired" } project) return;
        if (await models.FindAsync((string)run.Data["version"]!, cancellation) is not { } version) throw new InvalidOperationException("The run's version is not in the registry.");
        JsonObject outputs = run.Data["outputs"] as JsonObject ?? [];
        foreach (Contracts.Projects.Endpoint endpoint in project.File.Endpoints.Values.Where(e => Endpoints.EndpointModels.NameOf(project.File, e.Model) == version.Model))
        {
            string[] gates = [.. endpoint.Releases.Values.SelectMany(r => r.When).Distinct(StringComparer.Ordinal)];
            foreach (string gate in gates)
                await keeper.DecideAsync(new Candidacy(project, endpoint, project.File.Gates[gate], version, run, outputs), cancellation);
            if (gates.Length > 0) await walk.BeginAsync(project, endpoint, version, await keeper.Evidence.ScoringCommitAsync(version, cancellation), cancellation);
        }
    }

    internal sealed record Payload(string Event);
}

/// <summary>A version before one gate of one endpoint.</summary>
internal sealed record Candidacy(ProjectView Project, Contracts.Projects.Endpoint Endpoint, Gate Gate, ModelVersionView Version, LedgerEvent Run, JsonObject Outputs);
