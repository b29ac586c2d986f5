using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Tracking.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>The page of a file, the file itself, and the two ways in which its content is shown in place: as a picture, or as a page of no origin.</summary>
internal static class ArtifactPages
{
    // Scripts of a plot run, but in an origin of their own: they reach neither this site nor another.
    private const string Sandbox = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'";
    private const int Rows = 100;
    private const long MostPage = 32L << 20;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/experiments/{experiment}/runs/{run}/artifacts", (HttpContext context, string project, string run, ArtifactFinding finding, CancellationToken cancellation)
            => ListAsync(context, project, RunFiles.Name, run, finding, cancellation));
        pages.MapGet("/p/{project}/experiments/{experiment}/runs/{run}/artifacts/{**path}", (HttpContext context, string project, string run, string path, ArtifactFinding finding, ArtifactViewing viewing, CancellationToken cancellation)
            => ShowAsync(context, project, RunFiles.Name, run, path, finding, viewing, cancellation));
        pages.MapGet("/p/{project}/files/{kind}/{id}", ListAsync);
        pages.MapGet("/p/{project}/files/{kind}/{id}/{**path}", ShowAsync);
        pages.MapGet("/p/{project}/parts/artifact-picture", PictureAsync);
        pages.MapGet("/p/{project}/parts/artifact-page", PageAsync);
        pages.MapGet("/p/{project}/parts/artifact-file", FileAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string project, string kind, string id, string path, ArtifactFinding finding, ArtifactViewing viewing, CancellationToken cancellation)
    {
        FileOwner owner = await finding.OwnerAsync(project, kind, id, cancellation);
        TrackedFile file = await finding.FindAsync(owner, path, cancellation);
        ArtifactView view = await viewing.OfAsync(path, file, cancellation);
        return await Pages.Render<ArtifactPage>(context, Info(owner, path, path), new { Model = new ArtifactPageModel(owner, file, view) });
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, string kind, string id, ArtifactFinding finding, CancellationToken cancellation)
    {
        TableQuery query = TableQuery.From(context.Request);
        FileOwner owner = await finding.OwnerAsync(project, kind, id, cancellation);
        Page<TrackedFile> files = await finding.ListAsync(owner, Cursor.Decode(query.After), Rows, cancellation);
        return await Pages.Render<ArtifactListPage>(context, Info(owner, $"Files of {owner.Name}", "Files"), new { Owner = owner, Files = new TablePage<TrackedFile>(files.Items, files.Next), Query = query });
    }

    private static async Task<IResult> PictureAsync(HttpContext context, string project, string path, ArtifactFinding finding, ArtifactViewing viewing, IArtifactStore artifacts, CancellationToken cancellation)
    {
        TrackedFile file = await AskedAsync(context, project, path, finding, cancellation);
        string kind = await viewing.PictureAsync(file, cancellation) ?? throw ApiException.Invalid("path", "The file is not a picture that is shown here.", "Download it.");
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return Results.Stream(await artifacts.OpenAsync(file.Digest, cancellation), kind);
    }

    private static async Task<IResult> PageAsync(HttpContext context, string project, string path, ArtifactFinding finding, IArtifactStore artifacts, CancellationToken cancellation)
    {
        TrackedFile file = await AskedAsync(context, project, path, finding, cancellation);
        if (file.Size > MostPage) throw ApiException.Invalid("path", "The page is too large to be shown here.", "Download it.");
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        return Results.Stream(await artifacts.OpenAsync(file.Digest, cancellation), "text/html; charset=utf-8");
    }

    private static async Task<IResult> FileAsync(HttpContext context, string project, string path, ArtifactFinding finding, IArtifactStore artifacts, CancellationToken cancellation)
    {
        TrackedFile file = await AskedAsync(context, project, path, finding, cancellation);
        await ArtifactAnswer.SendAsync(context, path, file.Digest, await artifacts.OpenAsync(file.Digest, cancellation));
        return Results.Empty;
    }

    private static async Task<TrackedFile> AskedAsync(HttpContext context, string project, string path, ArtifactFinding finding, CancellationToken cancellation)
        => await finding.FindAsync(await finding.OwnerAsync(project, context.Request.Query, cancellation), path, cancellation);

    private static PageInfo Info(FileOwner owner, string title, string last) => new(title, owner.Section, owner.Project, [.. owner.Above, new(owner.Name, owner.Href), new(last)]);
}
