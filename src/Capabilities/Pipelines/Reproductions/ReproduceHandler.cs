using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Starts a run that makes a version in production again, when its recipe is due.</summary>
internal sealed class ReproduceHandler(ReproductionBook book, IProjects projects, IModels models, Reproducer reproducer, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "pipeline.reproduce";
    private const double Least = 0.001;

    // Again within 180 days, with room for a try that fails; one that came to something else is no accident.
    private static readonly TimeSpan Good = TimeSpan.FromDays(170), Failed = TimeSpan.FromDays(7), Diverged = TimeSpan.FromDays(28);

    public string Kind => JobKind;

    public Task RunAsync(JobContext job, CancellationToken cancellation) => book.Database.WriteAsync(s =>
    {
        if (projects.Find(s, job.Project!) is not { Active: true } project) return;
        foreach (ModelVersionView version in InProduction(s, project))
            if (IsDue(s, version)) reproducer.Start(s, version, SampleOf(s, project.File, version));
    }, cancellation: cancellation);

    private IEnumerable<ModelVersionView> InProduction(SqlSession s, ProjectView project)
        => from environment in project.File.Environments.Values
           where environment.Role == EnvironmentRole.Production
           from model in project.File.Endpoints.Values.Select(e => RunResult.ModelName(project.File, e.Model)).Distinct(StringComparer.Ordinal)
           let version = models.ByAlias(s, project.Name, model, environment.Name)
           where version?.Recipe is not null
           select version;

    // A job that is done again after a crash finds what it started.
    private bool IsDue(SqlSession s, ModelVersionView version)
    {
        if (book.Store.Newest(s, version.Project, version.Recipe!, good: true)?.At > Before(Good)) return false;
        if (book.Store.Newest(s, version.Project, version.Recipe!, good: false) is { Verdict: ReproductionReport.Other } other && other.At > Before(Diverged)) return false;
        return !reproducer.Runs.Reproductions(s, version.Project, 0).Any(r => (!RunState.IsDone(r.State) || r.CreatedAt > Before(Failed)) && r.TriggerName is { } id && models.Find(s, id)?.Recipe == version.Recipe);
    }

    // Two runs on a share that cost the budget together.
    private double SampleOf(SqlSession s, ProjectFile file, ModelVersionView version)
        => file.Project.Budget?.Cpu is { } most && version.RunId is { } made && reproducer.Runs.CpuOf(s, made) is var cost && cost > most.TotalSeconds ? Math.Max(Least, most.TotalSeconds / cost / 2) : 1;

    private long Before(TimeSpan age) => (clock.GetUtcNow() - age).ToUnixTimeMilliseconds();
}
