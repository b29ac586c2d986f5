using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Code;

/// <summary>
/// Takes up the commits between the newest known change and a head, oldest first, each in a transaction of its own; run again, it goes on where it stopped.
/// Of a repository just registered only the head is taken up.
/// </summary>
internal sealed class ScanHandler(IDatabase database, IProjects projects, IRepositories repositories, ScanDesk desk) : IJobHandler
{
    public const string JobKind = "code.scan";

    public string Kind => JobKind;

    // Numbers of changes follow the line of commits.
    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        (string project, string to) = job.Payload<ScanJob>();
        if (await projects.FindAsync(project, cancellation) is not { } view) return;
        (bool known, string? from) = await database.ReadAsync(s => (desk.Changes.Find(s, project, to) is not null, desk.Changes.Latest(s, project)?.CommitId), cancellation);
        if (known) return;
        Ancestry line = from is null ? new Ancestry([to], Rewritten: false) : await repositories.BetweenAsync(project, from, to, cancellation);
        foreach (string commit in line.Commits)
        {
            CommitInfo info = await repositories.DescribeAsync(project, commit, cancellation);
            ProjectFile file = await FileAtAsync(view, commit, cancellation);
            var arrival = new Arrival(line.Rewritten, await CauseAsync(project, info, cancellation));
            await database.WriteAsync(s => desk.Intake.Take(s, view, info, file, arrival), cancellation: cancellation);
        }
    }

    // The newest event of the incident that the trailer 'Cairn-Incident' names, if there is such an incident.
    private async Task<string?> CauseAsync(string project, CommitInfo info, CancellationToken cancellation)
    {
        if (!info.Trailers.TryGetValue("Cairn-Incident", out string? incident)) return null;
        var filter = new EventFilter { Project = project, Type = "incident", SubjectId = incident };
        return await desk.Ledger.ReadBackAsync(null, 1, filter, cancellation) is [var newest] ? newest.Event.Id : null;
    }

    // A commit on the way may hold a faulty file; then the adopted one says what is to be checked.
    private async Task<ProjectFile> FileAtAsync(ProjectView view, string commit, CancellationToken cancellation)
    {
        if (commit == view.Commit) return view.File;
        byte[]? bytes = await repositories.ReadAsync(view.Name, commit, "cairn.yaml", ProjectFile.MaxBytes, cancellation);
        return (bytes is null ? null : ProjectFile.Parse(bytes, "cairn.yaml").File) ?? view.File;
    }
}

internal sealed record ScanDesk(ChangeStore Changes, Intake Intake, ILedger Ledger);
