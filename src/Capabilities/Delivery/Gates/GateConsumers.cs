using Cairn.Data;
using Cairn.Endpoints;
using Cairn.Identity;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>Who relies on an endpoint: the applications that the project names, those that were answered lately and named themselves, and those who hold a token that names it.</summary>
internal sealed class GateConsumers(IDatabase database, IEndpoints endpoints, IPickups pickups, IDataPlaneTokens tokens, TimeProvider clock) : IEndpointCallers
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(90);

    public Task<IReadOnlyList<string>> OfAsync(ProjectView project, string endpoint, CancellationToken cancellation) => database.ReadAsync(s => Named(s, project, endpoint), cancellation);

    public IReadOnlyList<string> Of(SqlSession session, ProjectView project, string endpoint)
    {
        if (!endpoints.List(session, project.Name).Any(e => e.Name == endpoint && e.Variants.Count > 0)) return [];
        return Named(session, project, endpoint) is { Count: > 0 } named ? [.. named.Select(n => $"caller {n}")] : [$"whoever calls {endpoint}"];
    }

    private IReadOnlyList<string> Named(SqlSession s, ProjectView project, string endpoint)
    {
        HashSet<string> routes = [.. endpoints.List(s, project.Name).Where(e => e.Name == endpoint).Select(e => e.Route)];
        IEnumerable<string> holders = tokens.List(s).Where(t => !t.Probes && t.Endpoints is { } opens && opens.Any(routes.Contains)).Select(t => t.Actor);
        return [.. project.File.Project.Apps.Concat(routes.SelectMany(r => pickups.Applications(s, r, clock.GetUtcNow() - Lately))).Concat(holders).Distinct(StringComparer.Ordinal)];
    }
}
