using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Code;

/// <summary>Takes up one commit: its row, and the suites and builds that its areas call for, a job for each command.</summary>
internal sealed class Intake(ChangeStore changes, CheckStore checks, IRoles roles, IJobs jobs, Merge merge)
{
    /// <summary>Within the caller's transaction; does nothing for a commit that is known.</summary>
    public void Take(SqlSession s, ProjectView project, CommitInfo info, ProjectFile file, Arrival arrival)
    {
        ChangeRow? latest = changes.Latest(s, project.Name);
        IReadOnlyList<string> areas = new AreaMap(file.Code).Of(info.Paths);
        ChangeRow change = RowOf(s, project, info) with { Number = (latest?.Number ?? 0) + 1, Areas = Json(areas), Apps = Json(AppsOf(file)), Forced = arrival.Forced, Cause = arrival.Cause };
        if (!changes.Insert(s, change)) return;
        CheckRow[] due = [.. Checks(file).Where(c => latest is null || areas.Contains(c.Area) || !checks.Known(s, project.Name, c.Kind, c.Name))
            .Select(c => c with { RunId = $"{c.Kind}-{Ulid.New(merge.Now)}", Project = project.Name, CommitId = info.Commit, Number = change.Number })];
        foreach (CheckRow check in due) checks.Insert(s, check);
        foreach (IGrouping<string, CheckRow> same in due.GroupBy(c => c.Command, StringComparer.Ordinal))
        {
            string[] runs = [.. same.Select(c => c.RunId)];
            jobs.Enqueue(s, new JobDraft(CheckHandler.JobKind, "code.check:" + runs[0], project.Name, new CheckJob(runs)));
        }
        if (due.Length == 0) merge.Close(s, change, []);
    }

    private ChangeRow RowOf(SqlSession s, ProjectView project, CommitInfo info)
    {
        string PersonOf(Signature signature) => roles.PersonOf(s, project.Name, signature);
        return new ChangeRow
        {
            Project = project.Name,
            CommitId = info.Commit,
            Ref = project.Branch,
            Title = info.Title,
            Authors = Json(Distinct([PersonOf(info.Author), .. info.CoAuthors.Select(PersonOf)])),
            // A trailer is a claim; it counts for somebody who has a part in the project.
            Reviewers = Json(Distinct(info.Reviewers.Select(PersonOf).Where(p => roles.RolesOf(s, project.Name, p).Count > 0))),
            FromRun = info.Trailers.GetValueOrDefault("Cairn-Run"),
            Lines = info.Lines,
            At = info.At.ToUnixTimeMilliseconds(),
            SeenAt = merge.World.Now.ToUnixTimeMilliseconds(),
        };
    }

    private static IEnumerable<CheckRow> Checks(ProjectFile file) =>
    [
        .. file.Suites.Values.Select(x => new CheckRow { Kind = CheckKinds.Test, Name = x.Name, Area = x.Area, Command = x.Run, Path = x.Report }),
        .. file.Builds.Values.Select(x => new CheckRow { Kind = CheckKinds.Build, Name = x.Name, Area = x.Area, Command = x.Run, Path = x.Out }),
    ];

    // An application is made by the build of its name, or by the only build of the area.
    private static Dictionary<string, string> AppsOf(ProjectFile file)
    {
        Build[] builds = [.. file.Builds.Values.Where(b => b.Area == "app")];
        var apps = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string app in file.Project.Apps)
        {
            Build? only = file.Project.Apps.Count == 1 && builds.Length == 1 ? builds[0] : null;
            if ((Array.Find(builds, b => b.Name == app) ?? only) is { } build) apps[app] = build.Name;
        }
        return apps;
    }

    private static string[] Distinct(IEnumerable<string> people) => [.. people.Distinct(StringComparer.Ordinal)];

    private static string Json(object value) => JsonSerializer.Serialize(value);
}

/// <summary>How a commit came.</summary>
/// <param name="Forced">By a push that rewrote history.</param>
/// <param name="Cause">Event of the incident that its trailer names.</param>
internal sealed record Arrival(bool Forced, string? Cause);
