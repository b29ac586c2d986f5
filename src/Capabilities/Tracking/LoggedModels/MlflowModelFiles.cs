using System.Text.Json.Nodes;
using Cairn.Tracking.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Files of logged models: the listing, and one of them.</summary>
internal sealed class MlflowModelFiles(ILoggedModels models, FileService files)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Get("/logged-models/{model_id}/artifacts/directories", ListAsync);
        routes.Raw("GET", "/mlflow/logged-models/{model_id}/artifacts/files", DownloadAsync);
    }

    private async Task<JsonObject?> ListAsync(MlflowRequest r)
        => await ArtifactListing.BelowAsync(files, await UriAsync(r.Context), r.Text("artifact_directory_path"), r.Context.RequestAborted);

    private async Task DownloadAsync(HttpContext context)
    {
        string asked = context.Request.Query["artifact_file_path"].ToString() is { Length: > 0 } given ? given : throw MlflowException.Required("artifact_file_path");
        string path = $"{files.Root(await UriAsync(context))}/{ArtifactPath.Parse(asked)}";
        (FileRow file, Stream content) = await files.OpenAsync(path, context.RequestAborted);
        await ArtifactAnswer.SendAsync(context, path, file.Digest!, content);
    }

    private async Task<string> UriAsync(HttpContext context)
    {
        string id = (string)context.Request.RouteValues["model_id"]!;
        return (await models.FindAsync(id, context.RequestAborted) ?? throw MlflowException.Missing($"Logged model with ID '{KeyRules.Cut(id, 100)}' not found.")).ArtifactUri;
    }
}
