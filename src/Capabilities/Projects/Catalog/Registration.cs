using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Brings a new project in: fetches its repository, reads its file, and adopts it, or changes nothing.</summary>
internal sealed class Registration(GitRepositories repositories, PublicAddresses addresses, ProjectDesk desk, Adoption adoption, Synchronization synchronization)
{
    private readonly SemaphoreSlim _one = new(1);

    /// <returns>The project, and whether it is new.</returns>
    /// <exception cref="ApiException">400: address, branch or file are faulty; 409: the name is taken by another repository; 422: it cannot be fetched.</exception>
    public async Task<(ProjectView Project, bool New)> RunAsync(RepositoryAddress address, string? branch, Actor actor, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        Mirror incoming = await repositories.IncomingAsync(cancellation);
        try
        {
            GitRemote remote = await GitRemote.OfAsync(address, addresses, cancellation);
            string line = branch is null ? await incoming.DefaultBranchAsync(remote, cancellation) : GitNames.Branch(branch);
            string commit = await incoming.FetchAsync(remote, line, cancellation);
            ProjectHead head = ProjectHead.Read(commit, await incoming.ReadAsync(commit, ProjectFiles.FileName, ProjectFileLimit, cancellation), desk.World);
            return await AdoptAsync(incoming, address, line, head, actor, cancellation);
        }
        finally
        {
            if (Directory.Exists(incoming.Directory)) Directory.Delete(incoming.Directory, recursive: true);
            _one.Release();
        }
    }

    private static long ProjectFileLimit => Contracts.Projects.ProjectFile.MaxBytes;

    private async Task<(ProjectView Project, bool New)> AdoptAsync(
        Mirror incoming, RepositoryAddress address, string branch, ProjectHead head, Actor actor, CancellationToken cancellation)
    {
        string name = head.File.Project.Name;
        if (await desk.Database.ReadAsync(s => desk.Store.Find(s, name), cancellation) is { } present)
        {
            if (present.Repository != address.Text || present.Branch != branch || present.State == ProjectStates.Retired)
                throw ApiException.Conflict($"There is a project '{name}' already, from another repository or branch, or a retired one.", "Give the project another name in cairn.yaml.");
            await synchronization.RunAsync(name, actor, cancellation);
            return (await desk.Projects.RequireAsync(name, cancellation), New: false);
        }
        await repositories.AssignAsync(incoming, name, cancellation);
        long now = desk.World.Now.ToUnixTimeMilliseconds();
        var row = new ProjectRow
        {
            Name = name,
            Repository = address.Text,
            Branch = branch,
            CommitId = head.Commit,
            FileDigest = head.Digest,
            File = head.Text,
            State = ProjectStates.Active,
            RegisteredBy = actor.Id,
            RegisteredAt = now,
            DeclaredAt = now,
            SyncedAt = now,
        };
        return (await desk.Database.WriteAsync(s => Register(s, row, actor), cancellation: cancellation), New: true);
    }

    private ProjectView Register(SqlSession s, ProjectRow row, Actor actor)
    {
        ProjectView project = adoption.Register(s, row, actor);
        synchronization.SetTimer(s, row.Name);
        return project;
    }
}
