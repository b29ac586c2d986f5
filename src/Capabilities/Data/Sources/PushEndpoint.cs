using System.Text.RegularExpressions;
using Cairn.Contracts;
using Cairn.Contracts.Projects;
using Cairn.Data.Sources.Kinds;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Sources;

/// <summary>Takes a file that others send for a source of <c>from: push</c>, and has it gathered.</summary>
internal static partial class PushEndpoint
{
    public const string NameRule = "'partition' has 1 to 100 letters, digits, '_', '-' and ':' only.";
    private static readonly string[] Endings = [".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet"];

    public static void Map(RouteGroupBuilder data) => data.MapPost("{source}/push", PushAsync);

    public static bool IsName(string partition) => Name().IsMatch(partition);

    private static async Task<IResult> PushAsync(HttpContext context, string project, string source, string? partition, PushParts parts, CancellationToken cancellation)
    {
        ProjectView view = await parts.Projects.RequireAsync(project, cancellation);
        DataSource declared = view.File.Data.GetValueOrDefault(source) ?? throw ApiException.NotFound("source", source, $"The project's sources are {string.Join(", ", view.File.Data.Keys)}.");
        if (declared.Kind != SourceKinds.Push) throw ApiException.Conflict($"Nothing can be sent to '{source}'.", "Its 'from' must be 'push'.");
        if (!view.Active) throw ApiException.Conflict($"The project is {view.State}: nothing is gathered.");
        string name = partition ?? Ulid.New(parts.Real.Now);
        if (!IsName(name)) throw ApiException.Invalid("partition", NameRule);
        string ending = Ending(context.Request, declared);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = parts.Options.ArrivalLimit;
        await KeepAsync(context.Request.Body, Path.Combine(parts.Files.DropFolder(project), PushSource.PathOf(source, name)), ending, parts.Options.ArrivalLimit, cancellation);
        string job = await parts.Requests.AskAsync(project, source, name, null, "data", context.Actor(), cancellation);
        return Results.Accepted(null, new PushAnswer(name, job));
    }

    // In place at once and for good: a reader sees the whole file or the one before.
    private static async Task KeepAsync(Stream body, string path, string ending, long limit, CancellationToken cancellation)
    {
        string folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName, draft = Path.Combine(folder, $".{Guid.NewGuid():N}");
        try
        {
            await using (FileStream file = File.Create(draft))
            {
                await body.CopyToAsync(new MeasuredStream(file, limit), cancellation);
                await file.FlushAsync(cancellation);
                file.Flush(flushToDisk: true);
                if (file.Length == 0) throw ApiException.Invalid("body", "The body is empty.", "Send the file as the body of the request.");
            }
            File.Move(draft, path + ending, overwrite: true);
            foreach (string other in Directory.GetFiles(folder, Path.GetFileName(path) + ".*").Where(f => f != path + ending)) File.Delete(other);
        }
        catch (TooLargeException e)
        {
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, "too-large", e.Message);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static string Ending(HttpRequest request, DataSource source)
    {
        string told = request.ContentType?.Split(';')[0].Trim() switch
        {
            "text/csv" => ".csv",
            "text/tab-separated-values" => ".tsv",
            "application/json" => ".json",
            "application/x-ndjson" or "application/jsonl" => ".jsonl",
            "application/vnd.apache.parquet" => ".parquet",
            _ => source.Format is { } format ? "." + format.Type : "",
        };
        if (!Endings.Contains(told)) throw ApiException.Invalid("Content-Type", "'Content-Type' does not say what is sent.", "Send text/csv, application/json, application/x-ndjson or application/vnd.apache.parquet, or give the source a 'format'.");
        return request.Headers.ContentEncoding.ToString() switch
        {
            "" => told,
            "gzip" => told + ".gz",
            "zstd" => told + ".zst",
            _ => throw ApiException.Invalid("Content-Encoding", "'Content-Encoding' is gzip or zstd."),
        };
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_:-]{0,99}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    internal sealed record PushAnswer(string Partition, string Job);

    /// <summary>What the endpoint works with.</summary>
    internal sealed record PushParts(IProjects Projects, SourceFiles Files, GatherRequests Requests, DataOptions Options, RealTime Real);
}
