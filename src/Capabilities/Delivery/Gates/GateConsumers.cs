using Cairn.Endpoints;
using Cairn.Identity;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>Who relies on an endpoint: the applications that the project names, and those who hold a token that names it.</summary>
internal sealed class GateConsumers(IDatabase database, IEndpoints endpoints, IDataPlaneTokens tokens)
{
    public Task<IReadOnlyList<string>> OfAsync(ProjectView project, string endpoint, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        HashSet<string> routes = [.. endpoints.List(s, project.Name).Where(e => e.Name == endpoint).Select(e => e.Route)];
        IEnumerable<string> holders = tokens.List(s).Where(t => !t.Probes && t.Endpoints is { } opens && opens.Any(routes.Contains)).Select(t => t.Actor);
        return (IReadOnlyList<string>)[.. project.File.Project.Apps.Concat(holders).Distinct(StringComparer.Ordinal)];
    }, cancellation);
}
