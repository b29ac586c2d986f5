using Cairn.Contracts.Segments;
using Cairn.Identity;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>Where copies of the data plane ship their logs to, below the snapshot that they follow; and who reads how far they are.</summary>
internal static class ShipmentEndpoints
{
    /// <summary>A segment has at most a gigabyte, a record at its end besides.</summary>
    private const long MostBytes = (1L << 30) + (256L << 20) + 4096;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder logs = routes.MapGroup("/api/v1/snapshot").RequireRole(AccessRole.Admin).OpenTo(AccessRole.Copy).WithTags("endpoints");
        logs.MapGet("/hash-key", (ISegmentFolder folder) => Results.Bytes(folder.HashKey, "application/octet-stream"));
        logs.MapPut("/logs/{log}/{endpoint}", ReportAsync);
        logs.MapPut("/logs/{log}/{endpoint}/{segment}", TakeAsync);
        routes.MapGet("/api/v1/projects/{project}/endpoints/{endpoint}/copies", ListAsync).WithTags("endpoints");
    }

    /// <param name="segment">As its file is called, e.g. <c>predictions-20010131-000042.seg</c>.</param>
    /// <param name="digest">Of the body, <c>sha256:…</c>.</param>
    private static async Task<ShipmentAnswer> TakeAsync(HttpContext context, string log, string endpoint, string segment, string? digest, IEndpoints endpoints, ShipmentDesk desk)
    {
        await RequireAsync(log, endpoint, endpoints, context.RequestAborted);
        if (SegmentName.Parse(segment) is not { Closed: true, Number: > 0 } name || name.ToString() != segment)
            throw ApiException.Invalid("segment", "'segment' is the name of a closed segment, such as predictions-20010131-000042.seg.");
        if (!Digest.IsDigest(digest)) throw ApiException.Invalid("digest", "'digest' is that of the body: sha256: and 64 hex digits.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        var shipment = new Shipment { Log = log, Route = endpoint, Kind = LogPart.Kinds.First(k => k.Kind == name.Kind).Name, Number = name.Number, Digest = digest! };
        return await desk.TakeAsync(name, shipment, context.Request.Body, context.RequestAborted);
    }

    private static async Task<IResult> ReportAsync(
        HttpContext context, string log, string endpoint, CopyReport report, IEndpoints endpoints, CopyBook book)
    {
        await RequireAsync(log, endpoint, endpoints, context.RequestAborted);
        report.Check();
        await book.KeepAsync(log, endpoint, context.Actor(), report, context.RequestAborted);
        return Results.Ok();
    }

    private static async Task<Page<CopyView>> ListAsync(string project, string endpoint, IEndpoints endpoints, CopyBook book, CancellationToken cancellation)
        => new(await book.CopiesAsync((await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation)).Route, cancellation), null);

    private static async Task RequireAsync(string log, string route, IEndpoints endpoints, CancellationToken cancellation)
    {
        if (!CopyReport.IsName(log)) throw ApiException.Invalid("log", "'log' is the name that a copy gave its log, 32 hex digits.");
        if (await endpoints.ByRouteAsync(route, cancellation) is null) throw ApiException.NotFound("endpoint", route, "A copy ships the log of an endpoint that this server knows.");
    }
}
