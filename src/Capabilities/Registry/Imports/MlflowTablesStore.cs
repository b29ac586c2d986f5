using System.Runtime.CompilerServices;
using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>The database of a tracking server of MLflow 2 or 3, read by its tables. Files are read where they lie on this machine.</summary>
/// <param name="artifacts">The folder that <c>mlflow-artifacts:/</c> stands for there; null when it is not known.</param>
internal sealed class MlflowTablesStore(ForeignDatabase database, string? artifacts) : IMlflowSource
{
    private static readonly string[] ModelStatuses = ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];

    public IMlflowTraces Traces { get; } = new MlflowTraceTablesStore(database, artifacts);

    public async IAsyncEnumerable<SourceItem<ImportedExperiment>> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<ExperimentRow> rows = await database.ReadAsync(s => s.Query<ExperimentRow>("select experiment_id as id, name, lifecycle_stage as stage, creation_time as created, last_update_time as updated from experiments order by experiment_id"), cancellation);
        ILookup<long, RunTag> tags = (await database.ReadAsync(s => s.Query<Pair>("select experiment_id as number, key, value from experiment_tags order by key"), cancellation)).ToLookup(t => t.Number, t => t.Tag);
        foreach (ExperimentRow e in rows) yield return new SourceItem<ImportedExperiment>(e.Id.ToString(), new ImportedExperiment(e.Id.ToString(), e.Name, e.Stage, e.Created ?? 0, e.Updated ?? 0, [.. tags[e.Id]]));
    }

    public async IAsyncEnumerable<SourceItem<ImportedRun>> RunsAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long id = long.Parse(experiment);
        foreach (string run in await database.ReadAsync(s => s.Query<string>("select run_uuid from runs where experiment_id = @id order by start_time, run_uuid", new { id }), cancellation))
            yield return new SourceItem<ImportedRun>(run, c => RunAsync(run, c));
    }

    private Task<ImportedRun> RunAsync(string id, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        RunLine run = s.First<RunLine>("select name, user_id, status, lifecycle_stage as stage, start_time, end_time, artifact_uri from runs where run_uuid = @id", new { id })!;
        RunTag[] tags = [.. s.Query<Pair>("select key, value from tags where run_uuid = @id order by key", new { id }).Select(t => t.Tag)];
        string name = run.Name is { Length: > 0 } given ? given : tags.FirstOrDefault(t => t.Key == "mlflow.runName")?.Value ?? "";
        return new ImportedRun(id, name, run.UserId ?? "", run.Status ?? "", run.Stage ?? "active", run.StartTime ?? 0, run.EndTime)
        {
            ArtifactUri = run.ArtifactUri ?? "",
            Params = [.. s.Query<Pair>("select key, value from params where run_uuid = @id order by key", new { id }).Select(p => new RunParam(p.Key, p.Value ?? ""))],
            Metrics = ImportedPoints.Of(s.Stream<PointLine>("select key, value, is_nan, timestamp, step from metrics where run_uuid = @id order by key, timestamp, step", new { id }).Select(p => new RunMetric(p.Key, p.IsNan ? double.NaN : p.Value, p.Timestamp, p.Step))),
            Tags = tags,
            Inputs = [.. Inputs(s, id)],
            ModelInputs = Links(s, id, "RUN_INPUT", "MODEL_INPUT").ConvertAll(l => l.Model),
            ModelOutputs = Links(s, id, "RUN_OUTPUT", "MODEL_OUTPUT").ConvertAll(l => (l.Model, l.Step)),
        };
    }, cancellation);

    public async IAsyncEnumerable<SourceItem<ImportedModel>> LoggedModelsAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!await HasAsync("logged_models", cancellation)) yield break;
        long id = long.Parse(experiment);
        IReadOnlyList<ModelLine> rows = await database.ReadAsync(s => s.Query<ModelLine>("""
            select model_id as id, name, model_type, source_run_id, status, artifact_location as uri, creation_timestamp_ms as created, last_updated_timestamp_ms as updated, lifecycle_stage as stage
            from logged_models where experiment_id = @id order by creation_timestamp_ms, model_id
            """, new { id }), cancellation);
        ILookup<string, Pair> parameters = (await database.ReadAsync(s => s.Query<Pair>("select model_id as owner, param_key as key, param_value as value from logged_model_params where experiment_id = @id", new { id }), cancellation)).ToLookup(p => p.Owner, StringComparer.Ordinal);
        ILookup<string, Pair> tags = (await database.ReadAsync(s => s.Query<Pair>("select model_id as owner, tag_key as key, tag_value as value from logged_model_tags where experiment_id = @id", new { id }), cancellation)).ToLookup(p => p.Owner, StringComparer.Ordinal);
        bool measured = await HasAsync("logged_model_metrics", cancellation);
        foreach (ModelLine m in rows)
        {
            IReadOnlyList<NumberLine> numbers = measured ? await database.ReadAsync(s => s.Query<NumberLine>("""
                select metric_name as key, metric_value as value, metric_timestamp_ms as timestamp, metric_step as step, run_id, dataset_name, dataset_digest from logged_model_metrics where model_id = @Id order by metric_name, metric_timestamp_ms, metric_step
                """, m), cancellation) : [];
            yield return new SourceItem<ImportedModel>(m.Id, new ImportedModel(m.Id, m.Name, m.ModelType, m.SourceRunId, ModelStatuses[Math.Clamp(m.Status, 0, 3)], m.Uri ?? "", m.Created, m.Updated, [.. parameters[m.Id].Select(p => p.Tag)], [.. tags[m.Id].Select(t => t.Tag)])
            {
                Experiment = experiment,
                Deleted = m.Stage == "deleted",
                Metrics = [.. numbers.Select(n => new ImportedModelMetric(n.RunId ?? "", new RunMetric(n.Key, n.Value ?? double.NaN, n.Timestamp, n.Step), n.DatasetName ?? "", n.DatasetDigest ?? ""))],
            });
        }
    }

    // All of them are listed.
    public Task<ImportedModel?> LoggedModelAsync(string id, CancellationToken cancellation) => Task.FromResult<ImportedModel?>(null);

    public async IAsyncEnumerable<SourceItem<SourceModel>> RegisteredAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<RegisteredLine> models = await database.ReadAsync(s => s.Query<RegisteredLine>("select name, description from registered_models order by name"), cancellation);
        ILookup<string, Pair> tags = (await database.ReadAsync(s => s.Query<Pair>("select name as owner, key, value from registered_model_tags order by key"), cancellation)).ToLookup(t => t.Owner, StringComparer.Ordinal);
        bool aliased = await HasAsync("registered_model_aliases", cancellation);
        ILookup<string, Pair> aliases = (aliased ? await database.ReadAsync(s => s.Query<Pair>("select name as owner, alias as key, version as number from registered_model_aliases order by alias"), cancellation) : []).ToLookup(a => a.Owner, StringComparer.Ordinal);
        ILookup<(string, long), Pair> versionTags = (await database.ReadAsync(s => s.Query<Pair>("select name as owner, version as number, key, value from model_version_tags order by key"), cancellation)).ToLookup(t => (t.Owner, t.Number));
        ILookup<string, VersionLine> versions = (await database.ReadAsync(s => s.Query<VersionLine>("""
            select name, version as number, source, run_id, current_stage as stage, description, user_id, run_link, creation_time as created, last_updated_time as updated
            from model_versions where current_stage is null or current_stage <> 'Deleted_Internal' order by name, version
            """), cancellation)).ToLookup(v => v.Name, StringComparer.Ordinal);
        foreach (RegisteredLine m in models)
            yield return new SourceItem<SourceModel>(m.Name, new SourceModel(m.Name, m.Description, [.. tags[m.Name].Select(t => t.Tag)], [.. aliases[m.Name].Select(a => (a.Key, a.Number))], [.. versions[m.Name].Select(v => new SourceItem<SourceVersion?>(v.Number.ToString(), new SourceVersion(
                v.Number, v.Source, v.RunId is { Length: > 0 } run ? run : null, v.Source?.StartsWith("models:/m-", StringComparison.Ordinal) == true ? v.Source["models:/".Length..] : null, v.Stage ?? "None", v.Description, v.UserId, v.RunLink,
                v.Created ?? 0, v.Updated ?? 0, [.. versionTags[(m.Name, v.Number)].Select(t => t.Tag)])))]));
    }

    public async IAsyncEnumerable<SourceWebhook> WebhooksAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!await HasAsync("webhooks", cancellation)) yield break;
        ILookup<string, Pair> events = (await database.ReadAsync(s => s.Query<Pair>("select webhook_id as owner, entity as key, action as value from webhook_events order by entity, action"), cancellation)).ToLookup(e => e.Owner, StringComparer.Ordinal);
        foreach (WebhookLine w in await database.ReadAsync(s => s.Query<WebhookLine>("""
            select webhook_id as id, name, description, url, creation_timestamp as created, last_updated_timestamp as updated from webhooks where deleted_timestamp is null order by creation_timestamp, webhook_id
            """), cancellation))
            yield return new SourceWebhook(w.Id, w.Name, w.Description, w.Url, [.. events[w.Id].Select(e => $"{e.Key}.{e.Value}".ToUpperInvariant())], w.Created ?? 0, w.Updated ?? 0);
    }

    public Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation) => database.ReadAsync(s => MlflowCountsStore.Of(database, s), cancellation);

    public Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation) => Task.FromResult(LocalFiles.Of(owner.ArtifactUri, artifacts));

    public void Dispose() => database.Dispose();

    private static IEnumerable<ImportedInput> Inputs(SqlSession s, string run)
    {
        ILookup<string, RunTag> tags = s.Query<Pair>("select t.input_uuid as owner, t.name as key, t.value from input_tags t join inputs i on i.input_uuid = t.input_uuid where i.destination_id = @run and i.destination_type = 'RUN'", new { run }).ToLookup(t => t.Owner, t => t.Tag, StringComparer.Ordinal);
        return s.Query<DatasetLine>("""
            select i.input_uuid as input, d.name, d.digest, d.dataset_source_type as type, d.dataset_source as source, d.dataset_schema as schema_json, d.dataset_profile as profile
            from inputs i join datasets d on d.dataset_uuid = i.source_id where i.destination_id = @run and i.destination_type = 'RUN' and i.source_type = 'DATASET' order by d.name, d.digest
            """, new { run }).Select(d => new ImportedInput(d.Name, d.Digest, d.Type ?? "", d.Source ?? "", d.SchemaJson, d.Profile, [.. tags[d.Input]]));
    }

    // Links between runs and logged models came with MLflow 3.
    private List<LinkLine> Links(SqlSession s, string run, string from, string to)
        => !database.HasTable(s, "logged_models") ? [] : [.. s.Query<LinkLine>("select destination_id as model, step from inputs where source_id = @run and source_type = @from and destination_type = @to order by destination_id", new { run, from, to })];

    private Task<bool> HasAsync(string table, CancellationToken cancellation) => database.ReadAsync(s => database.HasTable(s, table), cancellation);

    private sealed record ExperimentRow { public long Id { get; init; } public string Name { get; init; } = ""; public string Stage { get; init; } = ""; public long? Created { get; init; } public long? Updated { get; init; } }

    private sealed record RunLine
    {
        public string? Name { get; init; }
        public string? UserId { get; init; }
        public string? Status { get; init; }
        public string? Stage { get; init; }
        public long? StartTime { get; init; }
        public long? EndTime { get; init; }
        public string? ArtifactUri { get; init; }
    }

    private sealed record PointLine { public string Key { get; init; } = ""; public double Value { get; init; } public bool IsNan { get; init; } public long Timestamp { get; init; } public long Step { get; init; } }

    private sealed record LinkLine { public string Model { get; init; } = ""; public long Step { get; init; } }

    private sealed record Pair
    {
        public string Owner { get; init; } = "";
        public long Number { get; init; }
        public string Key { get; init; } = "";
        public string? Value { get; init; }

        public RunTag Tag => new(Key, Value ?? "");
    }

    private sealed record RegisteredLine { public string Name { get; init; } = ""; public string? Description { get; init; } }

    private sealed record ModelLine
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string? ModelType { get; init; }
        public string? SourceRunId { get; init; }
        public int Status { get; init; }
        public string? Uri { get; init; }
        public long Created { get; init; }
        public long Updated { get; init; }
        public string? Stage { get; init; }
    }

    private sealed record NumberLine
    {
        public string Key { get; init; } = "";
        public double? Value { get; init; }
        public long Timestamp { get; init; }
        public long Step { get; init; }
        public string? RunId { get; init; }
        public string? DatasetName { get; init; }
        public string? DatasetDigest { get; init; }
    }

    private sealed record WebhookLine
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Description { get; init; }
        public string Url { get; init; } = "";
        public long? Created { get; init; }
        public long? Updated { get; init; }
    }

    private sealed record DatasetLine
    {
        public string Input { get; init; } = "";
        public string Name { get; init; } = "";
        public string Digest { get; init; } = "";
        public string? Type { get; init; }
        public string? Source { get; init; }
        public string? SchemaJson { get; init; }
        public string? Profile { get; init; }
    }

    private sealed record VersionLine
    {
        public string Name { get; init; } = "";
        public long Number { get; init; }
        public string? Source { get; init; }
        public string? RunId { get; init; }
        public string? Stage { get; init; }
        public string? Description { get; init; }
        public string? UserId { get; init; }
        public string? RunLink { get; init; }
        public long? Created { get; init; }
        public long? Updated { get; init; }
    }
}
