using Cairn.Contracts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Code;

/// <summary>A branch has a new head: its commits are to be looked at.</summary>
internal sealed class HeadWatcher(IJobs jobs, RealTime real) : IHeadListener
{
    public void Moved(SqlSession transaction, ProjectView project, string? from)
        => jobs.Enqueue(transaction, new JobDraft(ScanHandler.JobKind, $"code.scan:{project.Name}:{Ulid.New(real.Now)}", project.Name, new ScanJob(project.Name, project.Commit)));
}

/// <param name="To">The head.</param>
internal sealed record ScanJob(string Project, string To);
