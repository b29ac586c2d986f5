using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Projects by name alone, for rooms that only ask whether there is one.</summary>
internal sealed class NamedProjects(params string[] names) : IProjects
{
    public Task<ProjectView?> FindAsync(string name, CancellationToken cancellation = default) => Task.FromResult(Find(null!, name));

    public Task<ProjectView> RequireAsync(string name, CancellationToken cancellation = default)
        => Task.FromResult(Find(null!, name) ?? throw ApiException.NotFound("project", name));

    public Task<IReadOnlyList<ProjectView>> ListAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<ProjectView>>([.. names.Select(n => Find(null!, n)!)]);

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<string>>(names);

    public ProjectView? Find(SqlSession session, string name) => !names.Contains(name) ? null : new ProjectView
    {
        Name = name,
        Repository = "/nowhere",
        Branch = "main",
        Commit = new string('0', 40),
        FileDigest = "sha256:" + new string('0', 64),
        File = ProjectFileReader.Read($"project: {name}\n", "cairn.yaml").File!,
        DeclaredAt = DateTimeOffset.UnixEpoch,
        State = "active",
    };
}
