using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <inheritdoc cref="IProjects"/>
internal sealed class ProjectCatalog(IDatabase database, ProjectStore store, ProjectFiles files) : IProjects
{
    public Task<ProjectView?> FindAsync(string name, CancellationToken cancellation) => database.ReadAsync(s => Find(s, name), cancellation);

    public async Task<ProjectView> RequireAsync(string name, CancellationToken cancellation)
        => await FindAsync(name, cancellation) ?? throw ApiException.NotFound("project", name);

    public async Task<IReadOnlyList<ProjectView>> ListAsync(CancellationToken cancellation)
        => [.. (await database.ReadAsync(s => store.List(s, retired: false), cancellation)).Select(ViewOf)];

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation)
        => [.. (await database.ReadAsync(s => store.List(s, retired: false), cancellation)).Select(p => p.Name)];

    public ProjectView? Find(SqlSession session, string name) => store.Find(session, name) is { } row ? ViewOf(row) : null;

    public ProjectView ViewOf(ProjectRow row) => new()
    {
        Name = row.Name,
        Repository = row.Repository,
        Branch = row.Branch,
        Commit = row.CommitId,
        FileDigest = row.FileDigest,
        File = files.Of(row),
        DeclaredAt = DateTimeOffset.FromUnixTimeMilliseconds(row.DeclaredAt),
        State = row.State,
    };
}
