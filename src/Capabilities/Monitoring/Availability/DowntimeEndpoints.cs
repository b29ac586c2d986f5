using Cairn.Endpoints;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Monitoring;

/// <summary>Announced downtime over HTTP.</summary>
internal static class DowntimeEndpoints
{
    private const string End = "~";

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/downtime", ListAsync);
        project.MapPost("/downtime", AnnounceAsync);
        project.MapDelete("/downtime/{id}", EndAsync);
    }

    private static async Task<Page<DowntimeView>> ListAsync(string project, string? after, int? limit, IProjects projects, IDatabase database, DowntimeStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string before = Cursor.Decode(after) ?? End;
        return Page<DowntimeView>.Of([.. (await database.ReadAsync(s => store.List(s, project, before, count + 1), cancellation)).Select(DowntimeView.Of)], count, d => d.Id);
    }

    private static async Task<DowntimeView> AnnounceAsync(
        string project, DowntimeRequest request, IProjects projects, IEndpoints endpoints, DowntimeDesk desk, HttpContext http, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        var draft = new PlannedDowntime { Project = project, Reason = request.Reason?.Trim() ?? "" };
        if (request.Endpoint is { } route)
        {
            if (await endpoints.ByRouteAsync(route, cancellation) is not { } e || e.Project != project) throw ApiException.NotFound("endpoint", route, $"GET /api/v1/projects/{project}/endpoints lists them.");
            draft = draft with { Endpoint = e.Name, Env = e.Environment, Route = e.Route };
        }
        return DowntimeView.Of(await desk.AnnounceAsync(draft, (request.From, request.To), http.Actor(), cancellation));
    }

    private static async Task<IResult> EndAsync(string project, string id, DowntimeDesk desk, HttpContext http, CancellationToken cancellation)
    {
        await desk.EndAsync(project, id, http.Actor(), cancellation);
        return Results.NoContent();
    }

    /// <param name="Endpoint">Route of the endpoint that will be away; every one of the project in production when absent.</param>
    /// <param name="From">Now when absent; never in the past.</param>
    /// <param name="To">At most 7 days after <c>from</c>.</param>
    internal sealed record DowntimeRequest(string? Endpoint, DateTimeOffset? From, DateTimeOffset? To, string? Reason);

    /// <param name="Endpoint">Its route; null for every one of the project.</param>
    internal sealed record DowntimeView(string Id, string? Endpoint, DateTimeOffset From, DateTimeOffset To, string Reason, string AnnouncedBy, DateTimeOffset AnnouncedAt)
    {
        public static DowntimeView Of(PlannedDowntime d) => new(d.Id, d.Route, Time(d.Begins), Time(d.Ends), d.Reason, d.AnnouncedBy, Time(d.AnnouncedAt));

        private static DateTimeOffset Time(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);
    }
}
