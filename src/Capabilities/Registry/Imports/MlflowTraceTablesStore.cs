using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Traces, assessments and evaluation datasets in the database of a tracking server; a table that its age does not know is empty.</summary>
internal sealed class MlflowTraceTablesStore(ForeignDatabase database, string? artifacts) : IMlflowTraces
{
    private const int RecordsAtOnce = 500;

    private static readonly (string Table, string Why)[] Strange =
        [("scorers", "they run in clients and are kept nowhere here"), ("issues", "there is no room for them here"), ("endpoints", "the gateway's endpoints are not those of models"), ("budget_policies", "there is no gateway here")];

    public async IAsyncEnumerable<SourceItem<SourceTrace>> TracesAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!await HasAsync("trace_info", cancellation)) yield break;
        long id = long.Parse(experiment);
        foreach (string trace in await database.ReadAsync(s => s.Query<string>("select request_id from trace_info where experiment_id = @id order by timestamp_ms, request_id", new { id }), cancellation))
            yield return new SourceItem<SourceTrace>(trace, c => database.ReadAsync(s => new SourceTrace(trace, Info(s, trace, experiment)), c));
    }

    public async Task<string?> SpansAsync(SourceTrace trace, CancellationToken cancellation)
    {
        if (await database.ReadAsync(s => Spans(s, trace.Id), cancellation) is { } stored) return stored;
        if (trace.InStore) return "[]";
        SourceFile? file = trace.Tag(SourceTrace.Location) is { } place ? LocalFiles.Of(place, artifacts)?.FirstOrDefault(f => f.Path == SourceTrace.File) : null;
        return file is null ? null : await SourceTrace.ReadAsync(file, cancellation);
    }

    public async IAsyncEnumerable<SourceDataset> DatasetsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!await HasAsync("evaluation_datasets", cancellation)) yield break;
        foreach (DatasetLine d in await database.ReadAsync(s => s.Query<DatasetLine>("""
            select dataset_id as id, name, schema as schema_json, profile, created_time as created, last_update_time as updated, created_by, last_updated_by as updated_by from evaluation_datasets order by created_time, dataset_id
            """), cancellation))
        {
            (JsonObject tags, IReadOnlyList<string> homes) = await database.ReadAsync(s => (
                Map(s.Query<Pair>("select key, value from evaluation_dataset_tags where dataset_id = @Id order by key", d)),
                s.Query<string>("select destination_id from entity_associations where source_type = 'evaluation_dataset' and source_id = @Id and destination_type = 'experiment' order by destination_id", d)), cancellation);
            yield return new SourceDataset(new ImportedDataset(d.Id, d.Name, d.SchemaJson, d.Profile, tags.Count == 0 ? null : tags.ToJsonString(), d.Created ?? 0, d.Updated ?? 0, d.CreatedBy ?? "", d.UpdatedBy ?? ""), homes);
        }
    }

    public async IAsyncEnumerable<string> RecordsAsync(string dataset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string after = ""; ;)
        {
            IReadOnlyList<RecordLine> page = await database.ReadAsync(s => s.Query<RecordLine>("""
                select dataset_record_id as id, cast(inputs as TEXT) as inputs, cast(outputs as TEXT) as outputs, cast(expectations as TEXT) as expectations, cast(tags as TEXT) as tags, cast(source as TEXT) as source,
                created_time as created, last_update_time as updated, created_by, last_updated_by as updated_by from evaluation_dataset_records where dataset_id = @dataset and dataset_record_id > @after order by dataset_record_id limit @most
                """, new { dataset, after, most = RecordsAtOnce }), cancellation);
            if (page.Count == 0) yield break;
            yield return new JsonArray([.. page.Select(Record)]).ToJsonString();
            after = page[^1].Id;
        }
    }

    public async IAsyncEnumerable<(string What, string Why)> StrangersAsync(IReadOnlyList<string> experiments, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach ((string table, string why) in Strange)
            if (await database.ReadAsync(s => database.HasTable(s, table) ? s.Scalar<long>($"select count(*) from {table}") : 0, cancellation) is > 0 and var count) yield return ($"{count} {table.Replace('_', ' ')}", why);
    }

    private JsonObject Info(SqlSession s, string id, string experiment)
    {
        TraceLine trace = s.First<TraceLine>("select * from trace_info where request_id = @id", new { id })!;
        JsonObject Of(string table) => Map(s.Query<Pair>($"select key, value from {table} where request_id = @id order by key", new { id }));
        JsonObject info = OlderTrace.Of(id, experiment, trace.TimestampMs, trace.ExecutionTimeMs, trace.Status, Of("trace_request_metadata"), Of("trace_tags"));
        foreach ((string field, string? value) in ((string, string?)[])[("client_request_id", trace.ClientRequestId), ("request_preview", trace.RequestPreview), ("response_preview", trace.ResponsePreview)])
            if (value is not null) info[field] = value;
        if (database.HasTable(s, "assessments"))
            info["assessments"] = new JsonArray([.. s.Query<AssessmentLine>("select * from assessments where trace_id = @id order by created_timestamp, assessment_id", new { id }).Select(a => (JsonNode)a.Message())]);
        return info;
    }

    private string? Spans(SqlSession s, string id)
    {
        if (!database.HasTable(s, "spans")) return null;
        JsonNode?[] spans = [.. s.Query<string>("select content from spans where trace_id = @id order by start_time_unix_nano", new { id }).Select(Parsed)];
        return spans.Length == 0 ? null : new JsonObject { ["spans"] = new JsonArray(spans) }.ToJsonString();
    }

    private static JsonNode Record(RecordLine r)
    {
        var record = new JsonObject { ["dataset_record_id"] = r.Id, ["created_time"] = r.Created, ["last_update_time"] = r.Updated, ["created_by"] = r.CreatedBy, ["last_updated_by"] = r.UpdatedBy };
        foreach ((string field, string? json) in ((string, string?)[])[("inputs", r.Inputs), ("outputs", r.Outputs), ("expectations", r.Expectations), ("tags", r.Tags), ("source", r.Source)])
            if (json is not null && Parsed(json) is { } value) record[field] = value;
        // MLflow wraps outputs that are no map.
        if (record["outputs"] is JsonObject { Count: 1 } outputs && outputs.TryGetPropertyValue("mlflow_wrapped", out JsonNode? bare)) record["outputs"] = bare?.DeepClone();
        return record;
    }

    private static JsonObject Map(IEnumerable<Pair> pairs)
    {
        var map = new JsonObject();
        foreach (Pair pair in pairs) map[pair.Key] = pair.Value ?? "";
        return map;
    }

    internal static JsonNode? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException)
        {
            // Python writes NaN, which JSON has not: what cannot be read is kept as the text it is.
            return JsonValue.Create(json);
        }
    }

    private Task<bool> HasAsync(string table, CancellationToken cancellation) => database.ReadAsync(s => database.HasTable(s, table), cancellation);

    private sealed record Pair { public string Key { get; init; } = ""; public string? Value { get; init; } }

    private sealed record TraceLine
    {
        public long TimestampMs { get; init; }
        public long? ExecutionTimeMs { get; init; }
        public string Status { get; init; } = "";
        public string? ClientRequestId { get; init; }
        public string? RequestPreview { get; init; }
        public string? ResponsePreview { get; init; }
    }

    private sealed record DatasetLine
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string? SchemaJson { get; init; }
        public string? Profile { get; init; }
        public long? Created { get; init; }
        public long? Updated { get; init; }
        public string? CreatedBy { get; init; }
        public string? UpdatedBy { get; init; }
    }

    private sealed record RecordLine
    {
        public string Id { get; init; } = "";
        public string? Inputs { get; init; }
        public string? Outputs { get; init; }
        public string? Expectations { get; init; }
        public string? Tags { get; init; }
        public string? Source { get; init; }
        public long? Created { get; init; }
        public long? Updated { get; init; }
        public string? CreatedBy { get; init; }
        public string? UpdatedBy { get; init; }
    }
}
