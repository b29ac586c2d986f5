using System.Data.Common;
using Cairn.Platform.Sql;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>A database with the tables of MLflow's server and some of everything in them, a SQLite file or one of PostgreSQL; the artifacts beside it.</summary>
internal sealed class MlflowFile : IDisposable
{
    private const string Schema = """
        create table experiments (experiment_id INTEGER primary key, name VARCHAR(256) unique not null, artifact_location VARCHAR(256), lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT);
        create table experiment_tags (key VARCHAR(250), value VARCHAR(5000), experiment_id INTEGER, primary key (key, experiment_id));
        create table runs (run_uuid VARCHAR(32) primary key, name VARCHAR(250), source_type VARCHAR(20), source_name VARCHAR(500), entry_point_name VARCHAR(50), user_id VARCHAR(256), status VARCHAR(9),
          start_time BIGINT, end_time BIGINT, deleted_time BIGINT, source_version VARCHAR(50), lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200), experiment_id INTEGER);
        create table params (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), primary key (key, run_uuid));
        create table tags (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), primary key (key, run_uuid));
        create table metrics (key VARCHAR(250), value FLOAT not null, timestamp BIGINT, run_uuid VARCHAR(32), step BIGINT default 0, is_nan BOOLEAN default false, primary key (key, timestamp, step, run_uuid, value, is_nan));
        create table datasets (dataset_uuid VARCHAR(36), experiment_id INTEGER, name VARCHAR(500), digest VARCHAR(36), dataset_source_type VARCHAR(36), dataset_source TEXT, dataset_schema TEXT, dataset_profile TEXT);
        create table inputs (input_uuid VARCHAR(36), source_type VARCHAR(36), source_id VARCHAR(36), destination_type VARCHAR(36), destination_id VARCHAR(36), step BIGINT default 0);
        create table input_tags (input_uuid VARCHAR(36), name VARCHAR(255), value VARCHAR(500));
        create table registered_models (name VARCHAR(256) primary key, creation_time BIGINT, last_updated_time BIGINT, description VARCHAR(5000));
        create table registered_model_tags (key VARCHAR(250), value VARCHAR(5000), name VARCHAR(256));
        create table registered_model_aliases (alias VARCHAR(256), version INTEGER, name VARCHAR(256));
        create table model_versions (name VARCHAR(256), version INTEGER, creation_time BIGINT, last_updated_time BIGINT, description VARCHAR(5000), user_id VARCHAR(256), current_stage VARCHAR(20), source VARCHAR(500),
          run_id VARCHAR(32), status VARCHAR(20), status_message VARCHAR(500), run_link VARCHAR(500), storage_location VARCHAR(500), primary key (name, version));
        create table model_version_tags (key VARCHAR(250), value VARCHAR(5000), name VARCHAR(256), version INTEGER);
        create table logged_models (model_id VARCHAR(34) primary key, experiment_id INTEGER, name VARCHAR(500), artifact_location VARCHAR(1000), creation_timestamp_ms BIGINT, last_updated_timestamp_ms BIGINT, status INTEGER,
          lifecycle_stage VARCHAR(32), model_type VARCHAR(500), source_run_id VARCHAR(32), status_message VARCHAR(1000));
        create table logged_model_params (model_id VARCHAR(34), experiment_id INTEGER, param_key VARCHAR(255), param_value TEXT);
        create table logged_model_tags (model_id VARCHAR(34), experiment_id INTEGER, tag_key VARCHAR(255), tag_value TEXT);
        create table logged_model_metrics (model_id VARCHAR(34), metric_name VARCHAR(500), metric_timestamp_ms BIGINT, metric_step BIGINT, metric_value FLOAT, experiment_id INTEGER, run_id VARCHAR(32), dataset_uuid VARCHAR(36),
          dataset_name VARCHAR(500), dataset_digest VARCHAR(36));
        create table trace_info (request_id VARCHAR(50) primary key, experiment_id INTEGER, timestamp_ms BIGINT, execution_time_ms BIGINT, status VARCHAR(50), client_request_id VARCHAR(50), request_preview VARCHAR(1000), response_preview VARCHAR(1000));
        create table trace_tags (key VARCHAR(250), value VARCHAR(8000), request_id VARCHAR(50));
        create table trace_request_metadata (key VARCHAR(250), value VARCHAR(8000), request_id VARCHAR(50));
        create table assessments (assessment_id VARCHAR(50) primary key, trace_id VARCHAR(50), name VARCHAR(250), assessment_type VARCHAR(50), value TEXT, error TEXT, created_timestamp BIGINT, last_updated_timestamp BIGINT,
          source_type VARCHAR(50), source_id VARCHAR(250), run_id VARCHAR(32), span_id VARCHAR(50), rationale TEXT, overrides VARCHAR(50), valid BOOLEAN, assessment_metadata TEXT);
        create table spans (trace_id VARCHAR(50), experiment_id INTEGER, span_id VARCHAR(50), parent_span_id VARCHAR(50), name TEXT, type VARCHAR(500), status VARCHAR(50), start_time_unix_nano BIGINT, end_time_unix_nano BIGINT,
          duration_ns BIGINT, content TEXT);
        create table evaluation_datasets (dataset_id VARCHAR(36) primary key, name VARCHAR(255), schema TEXT, profile TEXT, digest VARCHAR(64), created_time BIGINT, last_update_time BIGINT, created_by VARCHAR(255), last_updated_by VARCHAR(255));
        create table evaluation_dataset_tags (dataset_id VARCHAR(36), key VARCHAR(255), value VARCHAR(5000));
        create table evaluation_dataset_records (dataset_record_id VARCHAR(36) primary key, dataset_id VARCHAR(36), inputs JSON, outputs JSON, expectations JSON, tags JSON, source JSON, source_id VARCHAR(36), source_type VARCHAR(255),
          created_time BIGINT, last_update_time BIGINT, created_by VARCHAR(255), last_updated_by VARCHAR(255), input_hash VARCHAR(64));
        create table entity_associations (association_id VARCHAR(36), source_type VARCHAR(36), source_id VARCHAR(36), destination_type VARCHAR(36), destination_id VARCHAR(36), created_time BIGINT);
        create table webhooks (webhook_id VARCHAR(256) primary key, name VARCHAR(256), description VARCHAR(1000), url VARCHAR(500), status VARCHAR(20), secret VARCHAR(1000), creation_timestamp BIGINT, last_updated_timestamp BIGINT, deleted_timestamp BIGINT);
        create table webhook_events (webhook_id VARCHAR(256), entity VARCHAR(50), action VARCHAR(50));
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlflow-");

    /// <param name="postgres">Address of an empty database to fill in place of a file.</param>
    public MlflowFile(int runs, string? postgres = null)
    {
        // Before the first connection: the library that the server uses.
        SystemSqlite.Initialize();
        Place = postgres ?? System.IO.Path.Combine(_folder.FullName, "mlflow.db");
        using DbConnection connection = postgres is null ? new SqliteConnection($"Data Source={Place};Pooling=False") : new NpgsqlConnection(Connection(new Uri(postgres)));
        connection.Open();
        Run(connection, Schema);
        using DbTransaction transaction = connection.BeginTransaction();
        Run(connection, "insert into experiments values (0, 'Default', 'mlflow-artifacts:/0', 'active', 1, 1), (1, 'old', 'mlflow-artifacts:/1', 'deleted', 5, 6), (42, 'kept', 'mlflow-artifacts:/42', 'active', 7, 7); insert into experiment_tags values ('team', 'ops', 1)");
        for (int i = 0; i < runs; i++) Add(connection, i);
        Run(connection, $"""
            insert into datasets values ('d1', 0, 'flights', 'abc', 'local', '/data', '[]', null);
            insert into inputs values ('i1', 'DATASET', 'd1', 'RUN', '{Id(0)}', 0), ('o1', 'RUN_OUTPUT', '{Id(0)}', 'MODEL_OUTPUT', 'm-0123456789abcdef0123456789abcdef', 3);
            insert into input_tags values ('i1', 'mlflow.data.context', 'training');
            insert into registered_models values ('delay', 10, 20, 'flights that are late'); insert into registered_model_tags values ('owner', 'ada', 'delay'); insert into registered_model_aliases values ('champion', 3, 'delay');
            insert into model_versions values ('delay', 1, 11, 12, 'first', 'ada', 'Archived', 'mlflow-artifacts:/0/{Id(0)}/artifacts/model', '{Id(0)}', 'READY', null, null, null), ('delay', 2, 11, 12, null, 'ada', 'Deleted_Internal', 'x', null, 'READY', null, null, null),
              ('delay', 3, 13, 14, null, 'ada', 'Production', 's3://bucket/model', '{Id(1)}', 'READY', null, null, null);
            insert into model_version_tags values ('checked', 'yes', 'delay', 3);
            insert into logged_models values ('m-0123456789abcdef0123456789abcdef', 0, 'late', 'mlflow-artifacts:/0/models/m-0123456789abcdef0123456789abcdef/artifacts', 7, 8, 2, 'active', 'Agent', '{Id(0)}', null);
            insert into logged_models values ('m-ffffffffffffffffffffffffffffffff', 0, 'gone', 'mlflow-artifacts:/0/models/m-ffffffffffffffffffffffffffffffff/artifacts', 9, 9, 2, 'deleted', null, '{Id(0)}', null);
            insert into inputs values ('o2', 'RUN_OUTPUT', '{Id(0)}', 'MODEL_OUTPUT', 'm-ffffffffffffffffffffffffffffffff', 4);
            insert into logged_model_metrics values ('m-0123456789abcdef0123456789abcdef', 'auc', 1, 0, 0.5, 0, '{Id(0)}', 'd1', 'flights', 'abc'), ('m-0123456789abcdef0123456789abcdef', 'auc', 2, 1, 0.75, 0, '{Id(0)}', 'd1', 'flights', 'abc'),
              ('m-0123456789abcdef0123456789abcdef', 'loss', 2, 1, 0.25, 0, '{Id(1)}', null, null, null);
            insert into trace_info values ('tr-{Id(1)}', 0, 1700000000000, 250, 'OK', 'order-7', 'why is it late?', 'wind'), ('tr-{Id(2)}', 1, 1700000001000, null, 'IN_PROGRESS', null, null, null), ('{Id(3)}', 0, 1700000002000, 100, 'ERROR', null, null, null);
            insert into trace_tags values ('mlflow.traceName', 'answer', 'tr-{Id(1)}'), ('mlflow.trace.spansLocation', 'TRACKING_STORE', 'tr-{Id(1)}'), ('mlflow.artifactLocation', 'mlflow-artifacts:/0/traces/{Id(3)}/artifacts', '{Id(3)}');
            insert into trace_request_metadata values ('mlflow.sourceRun', '{Id(0)}', 'tr-{Id(1)}');
            insert into assessments values ('a-1', 'tr-{Id(1)}', 'good', 'feedback', 'true', null, 1700000003000, 1700000003000, 'HUMAN', 'ada', null, null, 'it is so', null, true, '{Braces("\"k\": \"v\"")}'),
              ('a-2', 'tr-{Id(1)}', 'answer', 'expectation', '"wind"', null, 1700000004000, 1700000004000, 'HUMAN', 'ada', null, null, null, null, true, null);
            insert into spans values ('tr-{Id(1)}', 0, '0000000000000001', null, 'answer', 'CHAIN', 'OK', 1700000000000000000, 1700000000250000000, 250000000, '{Span(1)}');
            insert into evaluation_datasets values ('d-1', 'questions', null, null, 'b86cde91', 10, 11, 'ada', 'ben');
            insert into evaluation_dataset_tags values ('d-1', 'team', 'ops');
            insert into evaluation_dataset_records values ('dr-1', 'd-1', '{Braces("\"q\": \"why?\"")}', '{Braces("\"mlflow_wrapped\": \"wind\"")}', '{Braces("\"a\": \"wind\"")}', null, null, null, 'HUMAN', 10, 11, 'ada', 'ben', 'x'), ('dr-2', 'd-1', '{Braces("\"q\": \"when?\"")}', null, null, null, null, null, 'HUMAN', 12, 12, 'ada', 'ada', 'y');
            insert into entity_associations values ('e-1', 'evaluation_dataset', 'd-1', 'experiment', '0', 1);
            insert into webhooks values ('w-1', 'hook', 'tells of models', 'https://good.example/x', 'ACTIVE', 'sealed', 20, 21, null), ('w-2', 'gone', null, 'https://good.example/y', 'ACTIVE', null, 20, 21, 22);
            insert into webhook_events values ('w-1', 'registered_model', 'created');
            insert into logged_model_params values ('m-0123456789abcdef0123456789abcdef', 0, 'depth', '5')
            """);
        transaction.Commit();
        Write($"0/{Id(0)}/artifacts/model/MLmodel", "flavors: {}");
        Write($"0/{Id(0)}/artifacts/notes.txt", "by hand");
        Write("0/models/m-0123456789abcdef0123456789abcdef/artifacts/MLmodel", "flavors: {}");
        Write($"0/traces/{Id(3)}/artifacts/traces.json", Braces($"\"spans\": [{Span(3)}]"));
    }

    /// <summary>Its file, or the address of its database.</summary>
    public string Place { get; }

    public string Artifacts => System.IO.Path.Combine(_folder.FullName, "artifacts");

    public static string Id(int run) => $"{run:x32}";

    /// <summary>Changes the file.</summary>
    public void Add(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Place};Pooling=False");
        connection.Open();
        Run(connection, sql);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>As clients of 3.x write them.</summary>
    public static string Span(int trace) => Braces($"""
        "trace_id": "{Convert.ToBase64String(Convert.FromHexString(Id(trace)))}", "span_id": "AAAAAAAAAAE=", "parent_span_id": null, "name": "answer", "start_time_unix_nano": 1700000000000000000, "end_time_unix_nano": 1700000000250000000,
        "events": [], "status": {Braces("\"code\": \"STATUS_CODE_OK\", \"message\": \"\"")}, "attributes": {Braces("\"mlflow.spanType\": \"\\\"CHAIN\\\"\"")}
        """);

    private static string Connection(Uri uri)
    {
        string[] user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Query.StartsWith("?host=", StringComparison.Ordinal) ? Uri.UnescapeDataString(uri.Query[6..]) : uri.Host,
            Port = uri.IsDefaultPort ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = uri.AbsolutePath.Trim('/'),
            Pooling = false,
        }.ToString();
    }

    private static string Braces(string inner) => "{" + inner + "}";

    private static void Add(DbConnection connection, int i)
    {
        int experiment = i % 10 == 9 ? 1 : 0;
        Run(connection, $"""
            insert into runs values ('{Id(i)}', 'run {i}', '', '', '', 'ada', '{(i % 7 == 3 ? "FAILED" : "FINISHED")}', {1_700_000_000_000 + i}, {1_700_000_060_000 + i}, null, '', '{(experiment == 1 ? "deleted" : "active")}', 'mlflow-artifacts:/{experiment}/{Id(i)}/artifacts', {experiment});
            insert into params values ('depth', '{i % 5}', '{Id(i)}'), ('kind', 'tree', '{Id(i)}');
            insert into tags values ('mlflow.runName', 'run {i}', '{Id(i)}'), ('team', 'ops', '{Id(i)}');
            insert into metrics values ('auc', 0.5, 1, '{Id(i)}', 0, false), ('auc', 0.75, 2, '{Id(i)}', 1, false), ('loss', 0, 2, '{Id(i)}', 1, true)
            """);
    }

    /// <summary>Writes a file among the artifacts.</summary>
    public void Write(string path, string text)
    {
        string file = System.IO.Path.Combine(Artifacts, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static void Run(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
