using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Maturity.Timers;

/// <summary>Assesses every project once a day of domain time, after the windows of the day before have closed.</summary>
internal sealed class AssessmentTimer(ITimers timers) : IProjectListener
{
    private const string Cron = "30 5 * * *";

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared) => timers.SetRecurring(transaction, JobOf(project.Name), Cron);

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        if (project.State == ProjectStates.Retired) timers.Remove(transaction, KeyOf(project.Name));
    }

    private static string KeyOf(string project) => "maturity:" + project;

    private static JobDraft JobOf(string project) => new(AssessmentJob.KindName, KeyOf(project), project, new { project });
}
