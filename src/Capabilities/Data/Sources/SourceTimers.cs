using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Sources;

/// <summary>Keeps one timer for each source of each active project, in step with the project file.</summary>
internal sealed class SourceTimers(ITimers timers, SourceStore store, DataOptions options) : IProjectListener
{
    public static string Key(string project, string source) => $"data.gather:{project}:{source}";

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared) => StateChanged(transaction, project);

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        foreach (string gone in store.Names(transaction, project.Name).Where(n => !project.Active || !project.File.Data.ContainsKey(n)))
        {
            timers.Remove(transaction, Key(project.Name, gone));
            store.Remove(transaction, project.Name, gone);
        }
        if (!project.Active) return;
        foreach (DataSource source in project.File.Data.Values) Set(transaction, project.Name, source);
    }

    private void Set(SqlSession transaction, string project, DataSource source)
    {
        store.Add(transaction, project, source.Name);
        JobDraft job = new GatherJob(project, source.Name, source.OnNew ? "data" : "schedule").Draft();
        if (source.OnNew) timers.SetRecurring(transaction, job, options.Scan);
        else if (source.Every is { } every) timers.SetRecurring(transaction, job, every.Cron, every.Zone);
        else timers.Remove(transaction, job.Key);
    }
}
