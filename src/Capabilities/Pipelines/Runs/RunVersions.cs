using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Caching;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Registers the pipeline version and the environment version a run goes by, each once by its digest.</summary>
internal sealed class RunVersions(RunStore store, ILedger ledger)
{
    /// <summary>All that the steps say and the code they see; not the data, not what only names things, and not the machine.</summary>
    public static string PipelineDigest(RunPlan plan) => Digest.Of(string.Join('\n', plan.Steps.Select(s => IdentityBuilder.Said(plan, s).Digest)));

    /// <summary>The id of the version with this digest, registering it when it is new.</summary>
    public string Register(SqlSession s, PipelineRun run, string noun, string digest, Actor actor)
    {
        if (store.VersionEvent(s, run.Project, noun, digest) is { } known) return known;
        string id = $"{(noun == "pipeline" ? "pv" : "env")}-{run.Project}-{digest[7..19]}";
        var data = new JsonObject { ["noun"] = noun, ["name"] = run.Project, ["digest"] = digest };
        if (noun == "pipeline") (data["commit"], data["origin"]) = (run.CommitId, "pipeline");
        ledger.Append(s, new EventDraft("version.registered", id, run.Project, actor) { SubjectDigest = digest, Data = data, Cause = run.Cause is null ? [] : [run.Cause] });
        store.InsertVersion(s, run.Project, noun, digest, id);
        return id;
    }
}
