using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>Every month each gate is fed a bad and a good candidate; every week each environment is compared with its declaration.</summary>
internal sealed class ProbeTimers(ITimers timers) : IProjectListener
{
    public const string Monthly = "30 3 1 * *", Weekly = "45 3 * * 1";

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        foreach (string gate in project.File.Gates.Keys) timers.SetRecurring(transaction, Teeth(project.Name, gate), Monthly);
        if (project.File.Endpoints.Count > 0 || project.File.Steps.Count > 0) timers.SetRecurring(transaction, Environments(project.Name), Weekly);
    }

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        if (project.Active) return;
        foreach (string gate in project.File.Gates.Keys) timers.Remove(transaction, Teeth(project.Name, gate).Key);
        timers.Remove(transaction, Environments(project.Name).Key);
    }

    public static JobDraft Teeth(string project, string gate) => new(TeethHandler.JobKind, $"teeth:{project}:{gate}", project, new TeethHandler.Payload(gate));

    private static JobDraft Environments(string project) => new(EnvironmentHandler.JobKind, $"environments:{project}", project, new { });
}
