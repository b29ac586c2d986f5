using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Traces.Pages;

/// <summary>A project's traces over Cairn's own API.</summary>
internal sealed class TraceEndpoints(TraceReading reading)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/traces").WithTags("traces");
        group.MapGet("", ListAsync);
        group.MapGet("/{trace}", FindAsync);
    }

    /// <summary>Newest first; a filter is written as for MLflow, e.g. <c>status = 'ERROR' AND span.name = 'retrieve'</c>.</summary>
    private Task<Page<TraceView>> ListAsync(string project, string? experiment, string? filter, string? after, int? limit, CancellationToken cancellation)
        => Refusals.AsProblem(reading.ListAsync(project, experiment, filter, after, Cursor.Limit(limit), cancellation));

    /// <summary>One trace with its spans.</summary>
    private Task<TraceDetail> FindAsync(string project, string trace, CancellationToken cancellation) => reading.FindAsync(project, trace, cancellation);
}
