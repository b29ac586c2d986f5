using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Reproductions;

/// <summary>A version that went into production is to be re-executed from its record.</summary>
internal sealed class ReproductionSubscriber(IJobs jobs, IProjects projects) : ILedgerSubscriber
{
    public string Name => "pipelines.reproductions";

    public bool Wants(string type) => type == "release.finished";

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        JsonObject data = sealedEvent.Event.Data;
        if (sealedEvent.Event.Project is not { } project || (string?)data["of"] != "model" || (string?)data["result"] != "succeeded") return;
        if (projects.Find(transaction, project)?.File.Environments.GetValueOrDefault((string?)data["env"] ?? "")?.Role != EnvironmentRole.Production) return;
        string version = (string)data["version"]!;
        jobs.Enqueue(transaction, new JobDraft(ReproduceJob.JobKind, $"reproduce:{version}:{sealedEvent.Event.Id}", project, new ReproduceJob.Payload(version, sealedEvent.Event.Id)));
    }
}
