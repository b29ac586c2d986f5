using System.Text.Json.Nodes;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Facets of OpenLineage 2-0-2, each with the address of its schema.</summary>
internal static class OpenLineageFacets
{
    private const string Spec = "https://openlineage.io/spec/";

    public const string Event = Spec + "2-0-2/OpenLineage.json#/$defs/RunEvent";

    public static string Producer { get; } = $"urn:cairn:{typeof(OpenLineageFacets).Assembly.GetName().Version?.ToString(3)}";

    public static JsonObject Engine() => Facet("1-1-1/ProcessingEngineRunFacet", ("version", Producer[(Producer.LastIndexOf(':') + 1)..]), ("name", "cairn"));

    public static JsonObject Error(string message) => Facet("1-0-1/ErrorMessageRunFacet", ("message", message), ("programmingLanguage", "unknown"));

    /// <param name="run">The id that it is told under.</param>
    public static JsonObject Parent(string run, string space, string job)
        => Facet("1-1-0/ParentRunFacet", ("run", new JsonObject { ["runId"] = run }), ("job", new JsonObject { ["namespace"] = space, ["name"] = job }));

    public static JsonObject JobType(string type) => Facet("2-0-3/JobTypeJobFacet", ("processingType", "BATCH"), ("integration", "CAIRN"), ("jobType", type));

    public static JsonObject Code(string repository, string commit) => Facet("1-0-1/SourceCodeLocationJobFacet", ("type", "git"), ("url", repository), ("version", commit));

    public static JsonObject Version(string version) => Facet("1-0-1/DatasetVersionDatasetFacet", ("datasetVersion", version));

    public static JsonObject Schema(JsonArray fields) => Facet("1-1-1/SchemaDatasetFacet", ("fields", fields));

    public static JsonObject Written(long rows, long bytes) => Facet("1-0-2/OutputStatisticsOutputDatasetFacet", ("rowCount", rows), ("size", bytes));

    public static JsonObject Read(long rows, long bytes, long files) => Facet("1-0-0/InputStatisticsInputDatasetFacet", ("rowCount", rows), ("size", bytes), ("fileCount", files));

    private static JsonObject Facet(string schema, params (string Name, JsonNode? Value)[] fields)
    {
        string name = schema[(schema.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var facet = new JsonObject { ["_producer"] = Producer, ["_schemaURL"] = $"{Spec}facets/{schema}.json#/$defs/{name}" };
        foreach ((string field, JsonNode? value) in fields) facet[field] = value;
        return facet;
    }
}
