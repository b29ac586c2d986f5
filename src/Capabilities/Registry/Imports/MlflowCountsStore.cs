using Cairn.Platform.Sql;

namespace Cairn.Registry.Imports;

/// <summary>
/// How much the database of a tracking server holds, counted by itself in one consistent state and in the words of the report. Spans and files lie elsewhere in part and are not counted.
/// </summary>
internal static class MlflowCountsStore
{
    // Of what is stored once here, however often it is there, the different ones. A run has its name as a tag, here always.
    private static readonly (string What, string Table, string Sql)[] Kinds =
    [
        ("experiments", "experiments", "count(*) from experiments"),
        ("runs", "runs", "count(*) from runs"),
        ("params", "params", "count(*) from params"),
        ("metric points", "metrics", "count(*) from metrics"),
        ("tags", "tags", "(select count(*) from tags) + (select count(*) from runs r where not exists (select 1 from tags t where t.run_uuid = r.run_uuid and t.key = 'mlflow.runName'))"),
        ("datasets", "inputs", """
            count(*) from (select distinct i.destination_id, d.name, d.digest from inputs i join datasets d on d.dataset_uuid = i.source_id where i.destination_type = 'RUN' and i.source_type = 'DATASET') x
            """),
        ("logged models", "logged_models", "count(*) from logged_models"),
        ("model metrics", "logged_model_metrics", "count(*) from (select distinct model_id, metric_name, coalesce(run_id, ''), coalesce(dataset_name, ''), coalesce(dataset_digest, '') from logged_model_metrics) x"),
        ("traces", "trace_info", "count(*) from trace_info"),
        ("assessments", "assessments", "count(*) from assessments"),
        ("evaluation datasets", "evaluation_datasets", "count(*) from evaluation_datasets"),
        ("evaluation records", "evaluation_dataset_records", "count(*) from evaluation_dataset_records"),
        ("registered models", "registered_models", "count(*) from registered_models"),
        ("versions", "model_versions", "count(*) from model_versions where current_stage is null or current_stage <> 'Deleted_Internal'"),
        ("aliases", "registered_model_aliases", "count(*) from registered_model_aliases"),
        ("webhooks", "webhooks", "count(*) from webhooks where deleted_timestamp is null"),
    ];

    public static IReadOnlyDictionary<string, long> Of(ForeignDatabase database, SqlSession s)
        => Kinds.ToDictionary(k => k.What, k => database.HasTable(s, k.Table) ? s.Scalar<long>("select " + k.Sql) : 0, StringComparer.Ordinal);
}
