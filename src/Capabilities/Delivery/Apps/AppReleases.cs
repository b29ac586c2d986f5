using Cairn.Code;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>
/// Releases of applications by the same machine: a merged change with passed checks is released into test, then production. The
/// deployment is the record of which build is where; the content of the built artifact is checked against its digest before.
/// </summary>
internal sealed class AppReleases(ReleaseMachine machine, ReleaseStarter starter, AppParts parts, IProjects projects) : ICodeListener
{
    public void Checked(SqlSession transaction, ChangeView change, LedgerEvent merged)
    {
        if (change.Checks != "passed" || projects.Find(transaction, change.Project) is not { } project) return;
        foreach (AppBuild app in change.Apps.Where(a => a.Build is { Status: "succeeded", Digest: not null }))
            Start(transaction, project, (app.App, app.Build.Digest!, change.Commit), Places(project.File).FirstOrDefault(), merged.Id);
    }

    public async Task AdvanceAsync(Release r, CancellationToken cancellation)
    {
        string? fault = r.State == ReleaseStates.Warming ? await FaultAsync(r.Digest, cancellation) : null;
        await parts.Database.WriteAsync(s => Advance(s, r, fault), cancellation: cancellation);
    }

    private void Advance(SqlSession s, Release r, string? fault)
    {
        switch (r.State)
        {
            case ReleaseStates.Queued when !machine.Store.Held(s, r).Any(o => o.Active):
                AppRelease? now = Current(s, r);
                machine.Move(s, r, new ReleaseMove(ReleaseStates.Warming, ReleaseMove.Machine), x => x with { PreviousId = now?.Digest, PreviousDigest = now?.Digest, PreviousNumber = 0 });
                break;
            case ReleaseStates.Warming when fault is not null:
                machine.Move(s, r, new ReleaseMove(ReleaseStates.Aborted, ReleaseMove.Machine) { Reason = fault });
                break;
            case ReleaseStates.Warming:
                parts.Apps.Record(s, Placed(r));
                machine.Move(s, r, new ReleaseMove(ReleaseStates.Promoting, ReleaseMove.Machine), x => x with { Weight = 1000 });
                break;
            case ReleaseStates.Promoting:
                if (machine.Move(s, r, new ReleaseMove(ReleaseStates.Succeeded, ReleaseMove.Machine)) is { } done) GoOn(s, done);
                break;
            case ReleaseStates.RollingBack:
                machine.Move(s, r, new ReleaseMove(r.Result == "aborted" ? ReleaseStates.Aborted : ReleaseStates.RolledBack, ReleaseMove.Machine), x => x with { Weight = 0 });
                break;
        }
    }

    private void GoOn(SqlSession s, Release done)
    {
        if (done.Rollback || projects.Find(s, done.Project) is not { } project) return;
        string? next = Places(project.File).SkipWhile(e => e != done.Environment).Skip(1).FirstOrDefault();
        Start(s, project, (done.Name, done.Digest, done.CommitId!), next, done.FinishedEvent!);
    }

    private void Start(SqlSession s, ProjectView project, (string Name, string Digest, string Commit) app, string? place, string cause)
    {
        if (place is null) return;
        var draft = new Release
        {
            Key = $"app:{project.Name}:{app.Name}:{app.Commit}:{place}",
            Project = project.Name,
            Kind = Release.App,
            Name = app.Name,
            Environment = place,
            EnvironmentRole = project.File.Environments[place].Role == EnvironmentRole.Production ? "production" : "test",
            VersionId = app.Digest,
            Digest = app.Digest,
            CommitId = app.Commit,
            Strategy = "all-at-once",
            Plan = new ReleasePlanned().ToJson(),
            TriggerKind = "pipeline",
            Cause = cause,
        };
        // A change that did not touch the application brings nothing new.
        if (Current(s, draft)?.Digest != app.Digest) starter.Start(s, draft, ReleaseMove.Machine);
    }

    private AppRelease? Current(SqlSession s, Release r) => parts.Apps.Current(s, r.Project, r.Name, r.Environment);

    private AppRelease Placed(Release r) => new()
    {
        Project = r.Project,
        App = r.Name,
        Environment = r.Environment,
        ReleaseId = r.Id,
        Digest = r.Digest,
        CommitId = r.CommitId ?? "",
        At = machine.Now.ToUnixTimeMilliseconds(),
    };

    private async Task<string?> FaultAsync(string digest, CancellationToken cancellation)
    {
        if (!await parts.Artifacts.ExistsAsync(digest, cancellation)) return "the built artifact is not in the store";
        await using Stream content = await parts.Artifacts.OpenAsync(digest, cancellation);
        string found = "sha256:" + Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellation));
        return found == digest ? null : "the built artifact does not have its digest";
    }

    private static string[] Places(ProjectFile file) =>
    [
        .. file.Environments.Values.Where(e => e.Role == EnvironmentRole.Test).Take(1).Concat(file.Environments.Values.Where(e => e.Role == EnvironmentRole.Production)).Select(e => e.Name),
    ];
}

/// <summary>What application releases work with.</summary>
internal sealed record AppParts(IDatabase Database, IArtifactStore Artifacts, IAppReleases Apps);
