using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Once a week it is looked whether what stands in production has been made again.</summary>
internal sealed class ReproduceTimers(ITimers timers) : IProjectListener
{
    private const string Weekly = "30 4 * * 0";

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        if (project.File.Endpoints.Count > 0) timers.SetRecurring(transaction, Job(project.Name), Weekly);
        else timers.Remove(transaction, Job(project.Name).Key);
    }

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        if (!project.Active) timers.Remove(transaction, Job(project.Name).Key);
    }

    private static JobDraft Job(string project) => new(ReproduceHandler.JobKind, $"reproduce:{project}", project, new { });
}
