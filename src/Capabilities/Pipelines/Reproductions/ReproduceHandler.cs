using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Starts a run that makes the version in production again, unless its recipe was made again lately.</summary>
internal sealed class ReproduceHandler(IDatabase database, IProjects projects, IModels models, PipelineStarter starter, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "pipeline.reproduce";
    private const string Alias = "production";
    private static readonly TimeSpan Lately = TimeSpan.FromDays(28);

    public string Kind => JobKind;

    public Task RunAsync(JobContext job, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (projects.Find(s, job.Project!) is not { Active: true } project) return;
        foreach (string model in project.File.Endpoints.Values.Select(e => RunResult.ModelName(project.File, e.Model)).Distinct(StringComparer.Ordinal))
            if (models.ByAlias(s, project.Name, model, Alias) is { RunId: { } made, Recipe: not null } version && starter.Runs.Find(s, made) is { } original && !IsDone(s, version))
                Start(s, version, original);
    }, cancellation: cancellation);

    // A job that is done again after a crash finds what it started.
    private bool IsDone(SqlSession s, ModelVersionView version)
        => starter.Runs.Reproductions(s, version.Project, (clock.GetUtcNow() - Lately).ToUnixTimeMilliseconds()).Any(r => r.TriggerName is { } id && models.Find(s, id)?.Recipe == version.Recipe);

    private void Start(SqlSession s, ModelVersionView version, PipelineRun original) => starter.Queue(s, original with
    {
        Id = "run-" + Ulid.New(clock.GetUtcNow()),
        Number = starter.Runs.NextNumber(s, version.Project),
        Purpose = Reproduction.Purpose,
        TriggerKind = "schedule",
        TriggerName = version.Id,
        Firing = null,
        Cause = version.EventId,
        Actor = JsonSerializer.Serialize(Actor.Service("pipelines"), LedgerJson.Options),
        NoCache = true,
        State = RunState.Queued,
        CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    });
}
