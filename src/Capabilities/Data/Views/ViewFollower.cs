using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data.Sources;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Views;

/// <summary>Makes views anew when their source has a new version, and when they are declared.</summary>
internal sealed class ViewFollower(IProjects projects, IJobs jobs) : ILedgerSubscriber
{
    public string Name => "data.views";

    public bool Wants(string type) => type is "version.registered" or "project.declared";

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        LedgerEvent e = sealedEvent.Event;
        if (e.Project is null || (e.Type == "version.registered" && (string?)e.Data["noun"] != "dataset") || projects.Find(transaction, e.Project) is not { Active: true } project) return;
        string? source = e.Type == "version.registered" ? (string?)e.Data["name"] : null;
        foreach (DataSource view in project.File.Data.Values.Where(d => d.OnNew && d.ViewOf is { } of && (source is null || source == of)))
            jobs.Enqueue(transaction, new GatherJob(e.Project, view.Name, "data").Draft(e.Id));
    }
}
