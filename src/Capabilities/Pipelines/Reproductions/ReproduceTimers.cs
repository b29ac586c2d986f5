using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Once a day it is looked whether what stands in production has been made again.</summary>
internal sealed class ReproduceTimers(ITimers timers) : IProjectListener
{
    private const string Daily = "30 4 * * *";

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        if (project.File.Endpoints.Count > 0) timers.SetRecurring(transaction, Job(project.Name), Daily);
        else timers.Remove(transaction, Job(project.Name).Key);
    }

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        if (!project.Active) timers.Remove(transaction, Job(project.Name).Key);
    }

    private static JobDraft Job(string project) => new(ReproduceHandler.JobKind, $"reproduce:{project}", project, new { });
}
