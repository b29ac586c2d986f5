using System.Text.Json.Nodes;
using Cairn.Tracking.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Tracking.Artifacts;

/// <summary>MLflow's artifact proxy and the listing of a run's artifacts. Files are always sent as attachments that no browser runs.</summary>
internal sealed class MlflowArtifacts(FileService files, RunService runs)
{
    private const string Base = ArtifactTarget.Base;

    public void Map(MlflowRoutes routes)
    {
        routes.Raw("GET", Base, ListAsync);
        routes.Raw("GET", Base + "/{**path}", DownloadAsync);
        routes.Raw("PUT", Base + "/{**path}", UploadAsync);
        routes.Raw("DELETE", Base + "/{**path}", DeleteAsync);
        routes.Get("/artifacts/list", ListOfRunAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        string directory = context.Request.Query["path"].ToString().TrimEnd('/');
        await MlflowRoutes.WriteAsync(context, ArtifactListing.Message(await files.ListAsync(directory, context.RequestAborted), p => p[(p.LastIndexOf('/') + 1)..]));
    }

    private async Task<JsonObject?> ListOfRunAsync(MlflowRequest r)
    {
        RunRow run = await runs.RowAsync(r.RunId(), r.Context.RequestAborted);
        return await ArtifactListing.BelowAsync(files, run.ArtifactUri, r.Text("path"), r.Context.RequestAborted);
    }

    private async Task DownloadAsync(HttpContext context)
    {
        string path = PathOf(context);
        (FileRow file, Stream content) = await files.OpenAsync(path, context.RequestAborted);
        await ArtifactAnswer.SendAsync(context, path, file.Digest!, content);
    }

    private async Task UploadAsync(HttpContext context)
    {
        string path = PathOf(context);
        // Files are as long as they are; they go to disk as they come.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        await files.PutAsync(path, context.Request.Body, context.RequestAborted);
        await MlflowRoutes.WriteAsync(context, null);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        await files.DeleteAsync(PathOf(context), context.RequestAborted);
        await MlflowRoutes.WriteAsync(context, null);
    }

    private static string PathOf(HttpContext context)
        => ArtifactTarget.Path(context.Features.Get<IHttpRequestFeature>()?.RawTarget, (string?)context.Request.RouteValues["path"]);
}
