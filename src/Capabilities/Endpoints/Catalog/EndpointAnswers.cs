using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Endpoints;

/// <summary>Reads endpoints as the API tells them.</summary>
internal sealed class EndpointAnswers(IDatabase database, EndpointStore endpoints, ShadowPlan shadows, IProjects projects, IServingReadings readings)
{
    public async Task<EndpointAnswer> OfAsync(string route, CancellationToken cancellation) => await database.ReadAsync(
        s => endpoints.ByRoute(s, route) is { } e ? Of(s, e) : throw ApiException.NotFound("endpoint", route), cancellation);

    public Task<IReadOnlyList<EndpointAnswer>> ListAsync(string project, CancellationToken cancellation)
        => database.ReadAsync(s => (IReadOnlyList<EndpointAnswer>)[.. endpoints.Active(s, project).Select(e => Of(s, e))], cancellation);

    private EndpointAnswer Of(SqlSession s, EndpointView e)
        => EndpointAnswer.Of(e, readings.Read(e.Route)) with { Shadow = shadows.Of(s, e, projects.Find(s, e.Project)?.File.Endpoints.GetValueOrDefault(e.Name)) };
}
