using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>Makes runs: the row and the job that carries it out, in one transaction.</summary>
internal sealed class PipelineStarter(RunStore store, IJobs jobs, IProjects projects, TimeProvider clock)
{
    public RunStore Runs => store;

    /// <summary>Queues a run; null when the project is gone or not active.</summary>
    public PipelineRun? Start(SqlSession transaction, RunRequest request)
    {
        if (projects.Find(transaction, request.Project) is not { Active: true } project) return null;
        string environment = EnvironmentOf(project.File, request);
        double sample = request.Sample ?? (double?)project.File.Environments.GetValueOrDefault(environment)?.Sample?.Fraction ?? 1;
        var run = new PipelineRun
        {
            Id = "run-" + Ulid.New(clock.GetUtcNow()),
            Project = request.Project,
            Number = store.NextNumber(transaction, request.Project),
            CommitId = request.Commit ?? project.Commit,
            Target = request.Target ?? Planner.DefaultTarget(project.File),
            Purpose = request.Purpose ?? (sample < 1 ? "experiment" : "production"),
            Environment = environment,
            Sample = sample,
            TriggerKind = request.TriggerKind,
            TriggerName = request.TriggerName,
            Firing = request.Firing,
            Cause = request.Cause,
            Actor = JsonSerializer.Serialize(request.Actor, LedgerJson.Options),
            Params = request.Params.ToJsonString(),
            NoCache = request.NoCache,
            Dirty = request.Dirty,
            AllowDrift = request.AllowDrift,
            Priority = request.Priority,
            State = RunState.Queued,
            CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        return Queue(transaction, run);
    }

    /// <summary>Queues a run once more; null when the project is gone or not active.</summary>
    public PipelineRun? Again(SqlSession transaction, PipelineRun run, Actor actor)
        => projects.Find(transaction, run.Project) is { Active: true } ? Queue(transaction, Renewed(transaction, run, "retry", actor)) : null;

    /// <summary>A run to be queued that has all that was asked of another, and the inputs and models that it read.</summary>
    public PipelineRun Renewed(SqlSession transaction, PipelineRun run, string trigger, Actor actor) => run with
    {
        Id = "run-" + Ulid.New(clock.GetUtcNow()),
        Number = store.NextNumber(transaction, run.Project),
        TriggerKind = trigger,
        Actor = JsonSerializer.Serialize(actor, LedgerJson.Options),
        State = RunState.Queued,
        CancelAsked = false,
        Pipeline = null,
        Env = null,
        StartedEvent = null,
        Version = null,
        Failure = null,
        CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        FinishedAt = null,
    };

    public PipelineRun Queue(SqlSession transaction, PipelineRun run)
    {
        store.Insert(transaction, run);
        jobs.Enqueue(transaction, new JobDraft(RunJob.JobKind, $"run:{run.Id}", run.Project, new RunJob.Payload(run.Id)));
        return run;
    }

    // What the machine trains for production by itself it trains in production; people try things out where training is at home.
    private static string EnvironmentOf(ProjectFile file, RunRequest request)
    {
        EnvironmentRole role = request is { Firing: not null, Purpose: null or "production", TriggerKind: not "manual" } ? EnvironmentRole.Production : EnvironmentRole.Train;
        return file.Environments.Values.FirstOrDefault(e => e.Role == role)?.Name ?? "dev";
    }
}
