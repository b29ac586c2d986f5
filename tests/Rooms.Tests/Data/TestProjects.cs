using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Projects from the text of a project file, without repositories.</summary>
internal sealed class TestProjects(IServiceProvider services) : IProjects
{
    private readonly Dictionary<string, ProjectView> _all = new(StringComparer.Ordinal);

    public async Task DeclareAsync(string yaml, string state = ProjectStates.Active)
    {
        ProjectFileResult parsed = ProjectFile.Parse(yaml, "cairn.yaml");
        parsed.Faults.ShouldBeEmpty();
        var view = new ProjectView
        {
            Name = parsed.File!.Project.Name,
            Repository = "/nowhere",
            Branch = "main",
            Commit = new string('a', 40),
            FileDigest = parsed.File.Digest,
            File = parsed.File,
            DeclaredAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            State = state,
        };
        _all[view.Name] = view;
        await services.GetRequiredService<IDatabase>().WriteAsync(s =>
        {
            LedgerEvent declared = services.GetRequiredService<ILedger>().Append(s, new EventDraft("project.declared", view.Name, view.Name, Actor.Service("projects")));
            foreach (IProjectListener listener in services.GetServices<IProjectListener>()) listener.Declared(s, view, declared);
        });
    }

    public Task<ProjectView?> FindAsync(string name, CancellationToken cancellation) => Task.FromResult(_all.GetValueOrDefault(name));

    public Task<ProjectView> RequireAsync(string name, CancellationToken cancellation) => Task.FromResult(_all.GetValueOrDefault(name) ?? throw ApiException.NotFound("project", name));

    public Task<IReadOnlyList<ProjectView>> ListAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ProjectView>>([.. _all.Values]);

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([.. _all.Keys]);

    public ProjectView? Find(SqlSession session, string name) => _all.GetValueOrDefault(name);
}
