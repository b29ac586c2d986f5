using Cairn.Tracking.Runs;
using Microsoft.AspNetCore.Http;

namespace Cairn.Tracking.Artifacts;

/// <summary>Files of runs by run and path, as MLflow's own pages fetch and send them.</summary>
internal sealed class MlflowFiles(FileService files, RunService runs)
{
    private const long MostBytes = 10 << 20;

    public void Map(MlflowRoutes routes)
    {
        routes.Whole("GET", "/get-artifact", DownloadAsync);
        routes.Raw("POST", "/mlflow/upload-artifact", UploadAsync);
    }

    private async Task DownloadAsync(HttpContext context)
    {
        string path = await PathAsync(context);
        (FileRow file, Stream content) = await files.OpenAsync(path, context.RequestAborted);
        await ArtifactAnswer.SendAsync(context, path, file.Digest!, content);
    }

    private async Task UploadAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > MostBytes) throw MlflowException.Invalid($"Artifact size is too large: this way takes at most {MostBytes} bytes, with a Content-Length. Use the artifact proxy instead.");
        await files.PutAsync(await PathAsync(context), context.Request.Body, context.RequestAborted);
        await MlflowRoutes.WriteAsync(context, null);
    }

    private async Task<string> PathAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        string id = query["run_id"].ToString() is { Length: > 0 } given ? given : query["run_uuid"].ToString() is { Length: > 0 } old ? old : throw MlflowException.Required("run_uuid");
        string path = ArtifactPath.Parse(query["path"].ToString() is { Length: > 0 } asked ? asked : throw MlflowException.Required("path"));
        RunRow run = await runs.RowAsync(id, context.RequestAborted);
        return $"{files.Root(run.ArtifactUri)}/{path}";
    }
}
