using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Tracking.Artifacts.Uploads;

/// <summary>MLflow's upload in parts: begin, send each part to its own address, put together or give up.</summary>
internal sealed class MlflowUploads(FileService files, UploadFolder uploads, SignedAddresses addresses)
{
    private const string Base = "/mlflow-artifacts/mpu", PartBase = "/api/2.0/mlflow-artifacts/mpu/part";
    private const int MostParts = 10_000;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);

    public void Map(MlflowRoutes routes)
    {
        routes.Raw("POST", Base + "/create/{**path}", BeginAsync);
        routes.Raw("POST", Base + "/complete/{**path}", CompleteAsync);
        routes.Raw("POST", Base + "/abort/{**path}", AbortAsync);
        routes.Whole("PUT", PartBase + "/{upload}/{number:int}", PartAsync).ProvesItself();
    }

    private async Task BeginAsync(HttpContext context)
    {
        MlflowRequest r = await MlflowRequest.ReadAsync(context);
        string path = PathOf(r, "create");
        long count = r.Long("num_parts") ?? throw MlflowException.Required("num_parts");
        if (count is < 1 or > MostParts) throw MlflowException.Invalid($"Invalid value {count} for parameter 'num_parts' supplied: It must be at least 1 and at most {MostParts}.");
        string id = uploads.Begin(new UploadTarget(path, (int)count));
        var answer = new JsonObject { ["upload_id"] = id };
        answer.AddList("credentials", Enumerable.Range(1, (int)count).Select(n => new JsonObject { ["url"] = addresses.Make(context.Request, "PUT", PartPath(id, n), Validity), ["part_number"] = n, ["headers"] = new JsonObject() }));
        await MlflowRoutes.WriteAsync(context, answer);
    }

    private async Task PartAsync(HttpContext context)
    {
        (string id, int number) = ((string)context.Request.RouteValues["upload"]!, int.Parse((string)context.Request.RouteValues["number"]!, CultureInfo.InvariantCulture));
        addresses.Require(context.Request, "PUT", PartPath(id, number));
        Existing(id);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        UploadPart part = await Unless(uploads.PutAsync(id, number, context.Request.Body, context.RequestAborted));
        context.Response.Headers.ETag = $"\"{part.Tag}\"";
        await MlflowRoutes.WriteAsync(context, null);
    }

    private async Task CompleteAsync(HttpContext context)
    {
        MlflowRequest r = await MlflowRequest.ReadAsync(context);
        string id = r.Required("upload_id");
        UploadTarget target = Of(r, id, "complete");
        UploadPart[] parts = [.. r.Objects("parts").Select(p => new UploadPart((int)Math.Clamp(p.RequiredLong("part_number"), 0, int.MaxValue), p.Text("etag").Trim('"'))).OrderBy(p => p.Number)];
        if (!parts.Select(p => p.Number).SequenceEqual(Enumerable.Range(1, target.Parts))) throw MlflowException.Invalid($"'parts' must name each part from 1 to {target.Parts} once.");
        foreach (UploadPart part in parts)
            if (part.Tag.Length != 64 || !part.Tag.All(char.IsAsciiHexDigitLower) || !uploads.Has(id, part)) throw MlflowException.Invalid($"Part {part.Number} with this 'etag' was not sent.");
        await using (Stream whole = uploads.Open(id, parts)) await Unless(PutAsync(target.Path, whole, context.RequestAborted));
        uploads.Remove(id);
        await MlflowRoutes.WriteAsync(context, null);
    }

    private async Task AbortAsync(HttpContext context)
    {
        MlflowRequest r = await MlflowRequest.ReadAsync(context);
        string id = r.Required("upload_id");
        Of(r, id, "abort");
        uploads.Remove(id);
        await MlflowRoutes.WriteAsync(context, null);
    }

    private async Task<bool> PutAsync(string path, Stream whole, CancellationToken cancellation)
    {
        await files.PutAsync(path, whole, cancellation);
        return true;
    }

    // Somebody else may end the upload at the same moment.
    private static async Task<T> Unless<T>(Task<T> act)
    {
        try
        {
            return await act;
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing();
        }
    }

    private UploadTarget Of(MlflowRequest r, string id, string call)
    {
        UploadTarget target = Existing(id);
        return target.Path == PathOf(r, call) ? target : throw MlflowException.Invalid("The upload was begun for another path.");
    }

    private UploadTarget Existing(string id) => uploads.Find(id) ?? throw Missing();

    private static MlflowException Missing() => MlflowException.Missing("There is no such upload; it was completed, aborted or has been left alone too long.");

    private static string PathOf(MlflowRequest r, string call)
    {
        string? raw = r.Context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        string? routed = (string?)r.Context.Request.RouteValues["path"];
        string name = r.Required("path");
        return string.IsNullOrEmpty(routed) ? ArtifactPath.Parse(name) : ArtifactPath.Parse($"{ArtifactTarget.Path(raw, routed, $"{Base}/{call}")}/{name}");
    }

    private static string PartPath(string id, int number) => $"{PartBase}/{id}/{number}";
}
