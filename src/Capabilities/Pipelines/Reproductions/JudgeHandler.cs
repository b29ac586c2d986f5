using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Holds a reproduction that has ended against its original, step by step, and says on the record what it came to.</summary>
internal sealed class JudgeHandler(ReproductionBook book, ReproductionComparer comparer, IModels models, ILedger ledger, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "pipeline.reproduction.judge";
    private const int Reexecuted = 3;
    private const double Tolerance = 0.01;

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        Payload asked = job.Payload<Payload>();
        if (await book.OpenAsync(asked.Run, cancellation) is not { } pair || pair.Again.TriggerName is not { } id || await models.FindAsync(id, cancellation) is not { } version) return;
        ReproductionReport report = await comparer.CompareAsync(pair.Again, pair.Original, pair.Then, pair.Now, Tolerance, cancellation);
        var made = new Reproduction(report, await IsSameModelAsync(pair, version, cancellation), asked.Primary);
        await book.Database.WriteAsync(s => Record(s, pair.Again, version, made, asked.Event), cancellation: cancellation);
    }

    // Where the model came out of the run that made the version, the same bytes must have come out now.
    private async Task<bool> IsSameModelAsync(RunPair pair, ModelVersionView version, CancellationToken cancellation)
    {
        Dictionary<string, string> first = RunExecutor.Outputs(await book.StepsAsync(version.RunId!, cancellation)), then = RunExecutor.Outputs(pair.Then), now = RunExecutor.Outputs(pair.Now);
        string[] ports = [.. first.Where(o => o.Value == version.Digest).Select(o => o.Key)];
        return ports.Length > 0 && ports.All(p => then.TryGetValue(p, out string? old) && now.GetValueOrDefault(p) == old);
    }

    private void Record(SqlSession s, PipelineRun run, ModelVersionView version, Reproduction made, string cause)
    {
        var row = new ReproductionRow
        {
            RunId = run.Id,
            Project = run.Project,
            Version = version.Id,
            Recipe = version.Recipe,
            Verdict = made.Report.Verdict,
            Ok = made.Ok,
            Diverged = made.Report.Diverged,
            Sample = run.Sample,
            At = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (!book.Store.Insert(s, row)) return;
        ledger.Append(s, new EventDraft("probe.finished", $"probe-{run.Id}", run.Project, Actor.Service("pipelines")) { Grade = Reexecuted, Cause = [cause], Data = Data(run, version, made) });
    }

    private static JsonObject Data(PipelineRun run, ModelVersionView version, Reproduction made) => new()
    {
        ["of"] = "reproduce",
        ["given"] = "real",
        ["ok"] = made.Ok,
        ["version"] = version.Id,
        ["recipe"] = version.Recipe,
        ["rel_delta"] = made.RelativeDelta,
        ["run"] = run.Id,
        ["sampled"] = made.Report.Sampled,
        ["detail"] = made.Words,
    };

    internal sealed record Payload(string Run, string Event, string? Primary);
}
