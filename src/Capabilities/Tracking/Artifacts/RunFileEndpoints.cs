using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts.Viewers;
using Cairn.Tracking.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Artifacts;

/// <summary>The files of a run over Cairn's own API: listed, sent, and kept.</summary>
internal sealed class RunFileEndpoints(IDatabase database, ArtifactFinding finding, RunService runs, FileService files)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/runs/{run}/artifacts").WithTags("runs");
        group.MapGet("", ListAsync);
        group.MapGet("/{**path}", SendAsync);
        group.MapPut("/{**path}", KeepAsync);
    }

    /// <summary>Files of all folders, by path.</summary>
    private async Task<Page<TrackedFile>> ListAsync(string project, string run, string? after, int? limit, CancellationToken cancellation)
    {
        string? before = Cursor.Decode(after);
        int count = Cursor.Limit(limit);
        return await finding.ListAsync(await OwnerAsync(project, run, cancellation), before, count, cancellation);
    }

    private async Task<IResult> SendAsync(HttpContext context, string project, string run, string path)
    {
        TrackedFile file = await finding.FindAsync(await OwnerAsync(project, run, context.RequestAborted), path, context.RequestAborted);
        await ArtifactAnswer.SendAsync(context, path, file.Digest, await files.OpenAsync(file, context.RequestAborted));
        return Results.Empty;
    }

    /// <summary>Keeps the body under the path, in place of what is there.</summary>
    private async Task<TrackedFile> KeepAsync(HttpContext context, string project, string run, string path)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        string id = (await OwnerAsync(project, run, context.RequestAborted)).Id;
        return await Refusals.AsProblem(StoreAsync(id, path, context));
    }

    private async Task<TrackedFile> StoreAsync(string id, string path, HttpContext context)
    {
        RunRow row = await database.ReadAsync(s => runs.Writable(s, id), context.RequestAborted);
        string place = $"{files.Root(row.ArtifactUri)}/{ArtifactPath.Parse(path)}";
        await files.PutAsync(place, context.Request.Body, context.RequestAborted);
        return await files.FindAsync(place, context.RequestAborted) is { Digest: { } digest } kept ? new TrackedFile(path, digest, kept.Size) : throw MlflowException.Missing("The file was deleted at this very moment.");
    }

    private Task<FileOwner> OwnerAsync(string project, string run, CancellationToken cancellation) => finding.OwnerAsync(project, RunFiles.Name, run, cancellation);
}
