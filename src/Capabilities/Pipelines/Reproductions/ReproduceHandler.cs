using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Starts a run that makes the version in production again, unless its recipe was made again lately.</summary>
internal sealed class ReproduceHandler(IDatabase database, IProjects projects, IModels models, Reproducer reproducer, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "pipeline.reproduce";
    private const string Alias = "production";
    private static readonly TimeSpan Lately = TimeSpan.FromDays(28);

    public string Kind => JobKind;

    public Task RunAsync(JobContext job, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (projects.Find(s, job.Project!) is not { Active: true } project) return;
        foreach (string model in project.File.Endpoints.Values.Select(e => RunResult.ModelName(project.File, e.Model)).Distinct(StringComparer.Ordinal))
            if (models.ByAlias(s, project.Name, model, Alias) is { RunId: { } made, Recipe: not null } version && reproducer.Runs.Find(s, made) is { } original && !IsDone(s, version))
                Start(s, version, original);
    }, cancellation: cancellation);

    // A job that is done again after a crash finds what it started.
    private bool IsDone(SqlSession s, ModelVersionView version)
        => reproducer.Runs.Reproductions(s, version.Project, (clock.GetUtcNow() - Lately).ToUnixTimeMilliseconds()).Any(r => r.TriggerName is { } id && models.Find(s, id)?.Recipe == version.Recipe);

    private void Start(SqlSession s, ModelVersionView version, PipelineRun original) => reproducer.Start(s, original, version.Id, version.EventId, "schedule", Actor.Service("pipelines"));
}
