using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Sources;

/// <summary>The sources of a project: how they stand, and gathering by hand.</summary>
internal static class SourceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder data = routes.MapGroup("/api/v1/projects/{project}/data").WithTags("data");
        data.MapGet("", (ISources sources, string project, CancellationToken cancellation) => sources.ListAsync(project, cancellation));
        data.MapPost("{source}/ingest", IngestAsync);
        data.MapPost("{source}/backfill", BackfillAsync);
        PushEndpoint.Map(data);
    }

    private static async Task<IResult> IngestAsync(HttpContext context, GatherRequests requests, string project, string source, IngestBody? body, CancellationToken cancellation)
        => Results.Accepted(null, new GatherAnswer(await requests.AskAsync(project, source, body?.Partition, null, context.Actor(), cancellation)));

    private static async Task<IResult> BackfillAsync(HttpContext context, GatherRequests requests, string project, string source, BackfillBody body, CancellationToken cancellation)
    {
        string from = body.From ?? throw ApiException.Invalid("from", "'from' is missing.", "Name the first partition.");
        string to = body.To ?? throw ApiException.Invalid("to", "'to' is missing.", "Name the last partition.");
        return Results.Accepted(null, new GatherAnswer(await requests.AskAsync(project, source, from, to, context.Actor(), cancellation)));
    }

    internal sealed record IngestBody(string? Partition);

    internal sealed record BackfillBody(string? From, string? To);

    /// <param name="Job">Key of the job, as in <c>/api/v1/jobs</c>.</param>
    internal sealed record GatherAnswer(string Job);
}
