using System.Text.Json.Nodes;
using Cairn.Identity;
using Cairn.Tracking.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Tracking.Artifacts.Uploads;

/// <summary>MLflow's presigned forms: addresses by which one file comes down or goes up without a token.</summary>
internal sealed class MlflowSigned(FileService files, RunService runs, SignedAddresses addresses)
{
    private const string Base = "/mlflow-artifacts/presigned", Signed = "/mlflow-artifacts/signed", Whole = "/api/2.0" + Signed;
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1), Longest = TimeSpan.FromDays(7);

    public void Map(MlflowRoutes routes)
    {
        routes.Raw("GET", Base + "/{**path}", DownloadAddressAsync);
        routes.Post("/artifacts/presigned-upload-url", UploadAddressAsync);
        routes.Whole("GET", Whole + "/{**path}", DownloadAsync).ProvesItself();
        routes.Whole("PUT", Whole + "/{**path}", UploadAsync).ProvesItself();
    }

    private async Task DownloadAddressAsync(HttpContext context)
    {
        string path = PathOf(context, Base);
        FileRow? file = await files.FindAsync(path, context.RequestAborted);
        if (file?.Digest is null) throw MlflowException.Missing($"No such artifact: '{path}'");
        await MlflowRoutes.WriteAsync(context, new JsonObject { ["url"] = addresses.Make(context.Request, "GET", $"{Whole}/{path}", Usual), ["headers"] = new JsonObject(), ["file_size"] = file.Size });
    }

    private async Task<JsonObject?> UploadAddressAsync(MlflowRequest r)
    {
        string path = ArtifactPath.Parse(r.Required("path"));
        double seconds = r.Long("expiration") ?? Usual.TotalSeconds;
        if (seconds < 1 || seconds > Longest.TotalSeconds) throw MlflowException.Invalid($"Invalid value {seconds} for parameter 'expiration' supplied: It must be at least 1 and at most {Longest.TotalSeconds} seconds.");
        RunRow run = await runs.RowAsync(r.RunId(), r.Context.RequestAborted);
        string address = addresses.Make(r.Context.Request, "PUT", $"{Whole}/{files.Root(run.ArtifactUri)}/{path}", TimeSpan.FromSeconds(seconds));
        return new JsonObject { ["presigned_url"] = address, ["headers"] = new JsonObject() };
    }

    private async Task DownloadAsync(HttpContext context)
    {
        string path = Required(context, "GET");
        (FileRow file, Stream content) = await files.OpenAsync(path, context.RequestAborted);
        await ArtifactAnswer.SendAsync(context, path, file.Digest!, content);
    }

    private async Task UploadAsync(HttpContext context)
    {
        string path = Required(context, "PUT");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        await files.PutAsync(path, context.Request.Body, context.RequestAborted);
        await MlflowRoutes.WriteAsync(context, null);
    }

    private string Required(HttpContext context, string method)
    {
        string path = PathOf(context, Signed);
        addresses.Require(context.Request, method, $"{Whole}/{path}");
        return path;
    }

    private static string PathOf(HttpContext context, string at) => ArtifactTarget.Path(context.Features.Get<IHttpRequestFeature>()?.RawTarget, (string?)context.Request.RouteValues["path"], at);
}
