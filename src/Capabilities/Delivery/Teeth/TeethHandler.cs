using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>
/// Proves that a gate bites and lets through. The version it let pass last comes before the gate's own code twice: judged on shuffled
/// labels it must be refused; judged on its true table, against the champion it then had, it must pass again.
/// </summary>
internal sealed class TeethHandler(IProjects projects, GateStore store, GateEvidence evidence, GateJudge judge, TeethParts parts) : IJobHandler
{
    public const string JobKind = "gate-teeth";

    public string Kind => JobKind;

    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string gate = job.Payload<Payload>().Gate;
        ProjectView? project = await projects.FindAsync(job.Project!, cancellation);
        GateDecision? last = await parts.Database.ReadAsync(s => store.LastPromoted(s, job.Project!, gate), cancellation);
        if (project is null || last?.EvalDigest is null || await OfAsync(project, gate, last, cancellation) is not { } fed) return;
        await FeedAsync(job, fed, "bad", await parts.Shuffled.MakeAsync(last.EvalDigest, fed.Tables.Options.Label, Seed(job.Key), cancellation), cancellation);
        await FeedAsync(job, fed, "good", last.EvalDigest, cancellation);
    }

    private async Task<Fed?> OfAsync(ProjectView project, string gate, GateDecision last, CancellationToken cancellation)
    {
        if (!project.File.Gates.TryGetValue(gate, out Gate? declared) || !project.File.Endpoints.TryGetValue(last.Endpoint, out Contracts.Projects.Endpoint? endpoint)) return null;
        LedgerEvent? run = (await parts.Ledger.ReadAsync(0, 1, new EventFilter { Type = "run.finished", SubjectId = last.RunId }, cancellation)).Select(e => e.Event).FirstOrDefault();
        if (run?.Data["outputs"] is not JsonObject outputs || await parts.Models.FindAsync(last.VersionId, cancellation) is not { } version) return null;
        if (GateTables.Of(project.File, declared, endpoint, outputs, out _) is not { } tables) return null;
        ModelVersionView? champion = last.ChampionId is { } id ? await parts.Models.FindAsync(id, cancellation) : null;
        return new Fed(new Candidacy(project, endpoint, declared, version, run, outputs), tables with { Eval = last.EvalDigest! }, champion);
    }

    private async Task FeedAsync(JobContext job, Fed fed, string given, string table, CancellationToken cancellation)
    {
        GateContext context = await evidence.GatherAsync(fed.Of, fed.Tables, fed.Champion, cancellation);
        // The champion stays on the true table: only the candidate is spoilt.
        if (table != fed.Tables.Eval) context = context with { CandidateEvaluation = (await evidence.GatherAsync(fed.Of, fed.Tables with { Eval = table }, null, cancellation)).CandidateEvaluation };
        GateVerdict verdict = judge.Judge(context);
        string seen = verdict.Decision == GateJudge.Promote ? "passed" : "refused";
        await parts.Database.WriteAsync(s => Record(s, $"probe-{job.Id}-{given}", fed, (given, seen, verdict.Reason)), cancellation: cancellation);
    }

    private void Record(SqlSession s, string id, Fed fed, (string Given, string Seen, string Detail) found)
    {
        // The job may be run again after a crash: the subject is the same, and so is what was found.
        if (!parts.Probes.Take(s, id)) return;
        parts.Ledger.Append(s, new EventDraft("probe.finished", id, fed.Of.Project.Name, ReleaseMove.Machine)
        {
            Grade = 3,
            Data = new JsonObject
            {
                ["of"] = "gate",
                ["gate"] = fed.Of.Gate.Name,
                ["endpoint"] = fed.Of.Endpoint.Name,
                ["given"] = found.Given,
                ["seen"] = found.Seen,
                ["expected"] = found.Given == "bad" ? "refused" : "passed",
                ["ok"] = (found.Given == "bad") == (found.Seen == "refused"),
                ["version"] = fed.Of.Version.Id,
                ["detail"] = found.Detail,
            },
        });
    }

    private static int Seed(string key) => (int)(key.Aggregate(2166136261u, (h, c) => (h ^ c) * 16777619u) & 0xFFFF);

    private sealed record Fed(Candidacy Of, GateTables Tables, ModelVersionView? Champion);

    internal sealed record Payload(string Gate);
}

/// <summary>What the probe works with.</summary>
internal sealed record TeethParts(IDatabase Database, ILedger Ledger, IModels Models, ShuffledTable Shuffled, ProbeStore Probes);
