using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Projects;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Run events of OpenLineage out of those of the ledger. Only what is on record is said.</summary>
internal sealed class OpenLineageEvents(OpenLineageOptions options, OpenLineageData data, ISources sources, IProjects projects)
{
    public static bool IsPipeline(LedgerEvent e) => e.Data["pipeline"] is not null || e.Subject.Id.StartsWith("run-", StringComparison.Ordinal);

    public static bool IsIngest(LedgerEvent e) => e.Data["purpose"]?.ToString() == "ingest";

    /// <summary>Of jobs.</summary>
    public string Namespace => options.Namespace;

    /// <param name="position">The event's place in the ledger; null when that is not known.</param>
    public async Task<JsonObject> OfAsync(LedgerEvent e, long? position, CancellationToken cancellation)
    {
        string type = TypeOf(e);
        JsonObject facets = Facets(type == "FAIL" ? e.Data["reason"]?.ToString() ?? e.Data["failure"]?.ToString() ?? "It failed." : null);
        (JsonObject job, JsonArray inputs, JsonArray outputs) = IsIngest(e) ? await IngestAsync(e, cancellation) : await PipelineAsync(e, position, cancellation);
        return Told(type, e.At, e.Subject.Id, facets, job, inputs, outputs);
    }

    /// <param name="run">What is our name of it.</param>
    public JsonObject Told(string type, DateTimeOffset at, string run, JsonObject facets, JsonObject job, JsonArray inputs, JsonArray outputs) => new()
    {
        ["eventType"] = type,
        ["eventTime"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["run"] = new JsonObject { ["runId"] = RunId(run), ["facets"] = facets },
        ["job"] = job,
        ["inputs"] = inputs,
        ["outputs"] = outputs,
        ["producer"] = OpenLineageFacets.Producer,
        ["schemaURL"] = OpenLineageFacets.Event,
    };

    /// <summary>Facets of every run.</summary>
    /// <param name="error">Why it failed; null when it did not.</param>
    public static JsonObject Facets(string? error)
    {
        var facets = new JsonObject { ["processing_engine"] = OpenLineageFacets.Engine() };
        if (error is not null) facets["errorMessage"] = OpenLineageFacets.Error(error);
        return facets;
    }

    /// <summary>Name of the job that the runs of a project's pipeline are of.</summary>
    public static string PipelineJob(string project) => $"{project}.pipeline";

    /// <summary>A UUID that is the same for a run whenever it is told: of version 8, out of the run's own id.</summary>
    public static string RunId(string run)
    {
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes(run))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static string TypeOf(LedgerEvent e) => e.Type == "run.started" ? "START" : e.Data["status"]?.ToString() switch { "succeeded" => "COMPLETE", "cancelled" => "ABORT", _ => "FAIL" };

    private async Task<(JsonObject, JsonArray, JsonArray)> IngestAsync(LedgerEvent e, CancellationToken cancellation)
    {
        Arrival? arrival = await sources.ArrivalAsync(e.Subject.Id, cancellation);
        JsonArray inputs = e.Data["source"]?.ToString() is { Length: > 0 } address ? [OpenLineageData.Outside(address)] : [], outputs = [];
        if (e.Type == "run.finished" && arrival?.VersionId is { } version && await data.VersionAsync(version, cancellation) is { } made) outputs.Add(made);
        return (Job($"{e.Project}.data.{arrival?.Source ?? "unknown"}", "INGEST"), inputs, outputs);
    }

    private async Task<(JsonObject, JsonArray, JsonArray)> PipelineAsync(LedgerEvent e, long? position, CancellationToken cancellation)
    {
        JsonObject job = Job(PipelineJob(e.Project!), "PIPELINE");
        // A repository on this machine is no address for others.
        if (await projects.FindAsync(e.Project!, cancellation) is { } project && Uri.TryCreate(project.Repository, UriKind.Absolute, out Uri? at) && at.Scheme is "https" && e.Data["commit"]?.ToString() is { } commit)
            job["facets"]!["sourceCodeLocation"] = OpenLineageFacets.Code(at.GetLeftPart(UriPartial.Path), commit);
        return (job, await data.InputsAsync(e.Project!, e.Data["inputs"], cancellation), e.Type == "run.finished" ? await data.MadeAsync(e.Project!, e.Subject.Id, position, cancellation) : []);
    }

    public JsonObject Job(string name, string type) => new() { ["namespace"] = options.Namespace, ["name"] = name, ["facets"] = new JsonObject { ["jobType"] = OpenLineageFacets.JobType(type) } };
}
