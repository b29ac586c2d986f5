using Cairn.Endpoints;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Monitoring.Keeping;

/// <summary>One project with one endpoint, which something is behind or not.</summary>
internal sealed class ServedEndpoints : IProjects, IEndpoints
{
    private static readonly ProjectView Project = new()
    {
        Name = "late",
        Repository = "",
        Branch = "main",
        Commit = "",
        FileDigest = "",
        File = null!,
        DeclaredAt = default,
        State = "active",
    };

    public string Role { get; set; } = "production";

    public bool Serves { get; set; } = true;

    public Task<IReadOnlyList<ProjectView>> ListAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ProjectView>>([Project]);

    Task<IReadOnlyList<EndpointView>> IEndpoints.ListAsync(string project, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<EndpointView>>(
        [new() { Project = project, EnvironmentRole = Role, Variants = Serves ? [new VariantView { Role = VariantDraft.Stable }] : [] }]);

    Task<ProjectView?> IProjects.FindAsync(string name, CancellationToken cancellation) => throw new NotSupportedException();

    Task<ProjectView> IProjects.RequireAsync(string name, CancellationToken cancellation) => throw new NotSupportedException();

    Task<IReadOnlyList<string>> IProjects.NamesAsync(CancellationToken cancellation) => throw new NotSupportedException();

    ProjectView? IProjects.Find(SqlSession session, string name) => throw new NotSupportedException();

    Task<EndpointView?> IEndpoints.FindAsync(string project, string name, string environment, CancellationToken cancellation) => throw new NotSupportedException();

    EndpointView? IEndpoints.Find(SqlSession session, string project, string name, string environment) => throw new NotSupportedException();

    IReadOnlyList<EndpointView> IEndpoints.List(SqlSession session, string project) => throw new NotSupportedException();

    Task<EndpointView?> IEndpoints.ByRouteAsync(string route, CancellationToken cancellation) => throw new NotSupportedException();

    void IEndpoints.SetVariants(SqlSession transaction, string project, string name, string environment, IReadOnlyList<VariantDraft> variants, string? release) => throw new NotSupportedException();

    Task IEndpoints.PublishedAsync(CancellationToken cancellation) => throw new NotSupportedException();
}
