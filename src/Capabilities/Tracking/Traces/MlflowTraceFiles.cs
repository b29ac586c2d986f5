using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Traces.Spans;
using Microsoft.AspNetCore.Http;

namespace Cairn.Tracking.Traces;

/// <summary>The spans of a trace as the file that clients keep, and other files beside it, as MLflow's own pages fetch them.</summary>
internal sealed class MlflowTraceFiles(IDatabase database, TraceStores stores, TraceSpans spans, FileService files)
{
    public void Map(MlflowRoutes routes) => routes.Raw("GET", "/mlflow/get-trace-artifact", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        string id = context.Request.Query["request_id"].ToString() is { Length: > 0 } asked ? asked : throw MlflowException.Required("request_id");
        (TraceRow trace, string location) = await database.ReadAsync(s =>
        {
            TraceRow found = stores.Existing(s, id);
            return (found, stores.Traces.Value(s, found.Num, TraceKeys.Tag, TraceKeys.Location) ?? "");
        }, context.RequestAborted);
        if (context.Request.Query["path"].ToString() is { Length: > 0 } name && name != SpanFile.Name)
        {
            string path = $"{files.Root(location)}/{ArtifactPath.Parse(name)}";
            (FileRow file, Stream content) = await files.OpenAsync(path, context.RequestAborted);
            await ArtifactAnswer.SendAsync(context, path, file.Digest!, content);
            return;
        }
        JsonObject message = SpanFile.Write(await spans.OfAsync(trace, context.RequestAborted));
        context.Response.Headers.ContentDisposition = $"attachment; filename={SpanFile.Name}";
        await MlflowRoutes.WriteAsync(context, message);
    }
}
