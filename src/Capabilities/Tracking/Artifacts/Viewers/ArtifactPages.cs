using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Tracking.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>The page of a file, and the two ways in which its content is shown in place: as a picture, or as a page of no origin.</summary>
internal static class ArtifactPages
{
    // Scripts of a plot run, but in an origin of their own: they reach neither this site nor another.
    private const string Sandbox = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'";
    private const int Rows = 100;
    private const long MostPage = 32L << 20;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/experiments/{experiment}/runs/{run}/artifacts", ListAsync);
        pages.MapGet("/p/{project}/experiments/{experiment}/runs/{run}/artifacts/{**path}", ShowAsync);
        pages.MapGet("/p/{project}/parts/artifact-picture", PictureAsync);
        pages.MapGet("/p/{project}/parts/artifact-page", PageAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string project, string run, string path, ArtifactFinding finding, ArtifactViewing viewing, CancellationToken cancellation)
    {
        (RunView of, TrackedFile file) = await finding.FindAsync(project, run, path, cancellation);
        ArtifactView view = await viewing.OfAsync(path, file, cancellation);
        string experiment = $"/p/{project}/experiments/{Uri.EscapeDataString(of.Experiment)}";
        var info = new PageInfo(path, Section.Experiments, project, [new(of.Experiment, experiment), new(of.Name, RunWords.Href(project, of)), new(path)]);
        return await Pages.Render<ArtifactPage>(context, info, new { Model = new ArtifactPageModel(project, of, path, file, view) });
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, string run, ArtifactFinding finding, CancellationToken cancellation)
    {
        TableQuery query = TableQuery.From(context.Request);
        (RunView of, Page<TrackedFile> files) = await finding.ListAsync(project, run, Cursor.Decode(query.After), Rows, cancellation);
        string experiment = $"/p/{project}/experiments/{Uri.EscapeDataString(of.Experiment)}";
        var info = new PageInfo($"Files of {of.Name}", Section.Experiments, project, [new(of.Experiment, experiment), new(of.Name, RunWords.Href(project, of)), new("Files")]);
        return await Pages.Render<ArtifactListPage>(context, info, new { Project = project, Run = of, Files = new TablePage<TrackedFile>(files.Items, files.Next), Query = query });
    }

    private static async Task<IResult> PictureAsync(HttpContext context, string project, string run, string path, ArtifactFinding finding, ArtifactViewing viewing, IArtifactStore artifacts, CancellationToken cancellation)
    {
        (_, TrackedFile file) = await finding.FindAsync(project, run, path, cancellation);
        string kind = await viewing.PictureAsync(file, cancellation) ?? throw ApiException.Invalid("path", "The file is not a picture that is shown here.", "Download it.");
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return Results.Stream(await artifacts.OpenAsync(file.Digest, cancellation), kind);
    }

    private static async Task<IResult> PageAsync(HttpContext context, string project, string run, string path, ArtifactFinding finding, IArtifactStore artifacts, CancellationToken cancellation)
    {
        (_, TrackedFile file) = await finding.FindAsync(project, run, path, cancellation);
        if (file.Size > MostPage) throw ApiException.Invalid("path", "The page is too large to be shown here.", "Download it.");
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        return Results.Stream(await artifacts.OpenAsync(file.Digest, cancellation), "text/html; charset=utf-8");
    }
}
