using Cairn.Platform.Sql;
using Microsoft.Data.Sqlite;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>A SQLite file with the tables of MLflow's server and some of everything in them; the artifacts beside it.</summary>
internal sealed class MlflowFile : IDisposable
{
    private const string Schema = """
        create table experiments (experiment_id INTEGER primary key, name VARCHAR(256) unique not null, artifact_location VARCHAR(256), lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT);
        create table experiment_tags (key VARCHAR(250), value VARCHAR(5000), experiment_id INTEGER, primary key (key, experiment_id));
        create table runs (run_uuid VARCHAR(32) primary key, name VARCHAR(250), source_type VARCHAR(20), source_name VARCHAR(500), entry_point_name VARCHAR(50), user_id VARCHAR(256), status VARCHAR(9),
          start_time BIGINT, end_time BIGINT, deleted_time BIGINT, source_version VARCHAR(50), lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200), experiment_id INTEGER);
        create table params (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), primary key (key, run_uuid));
        create table tags (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), primary key (key, run_uuid));
        create table metrics (key VARCHAR(250), value FLOAT not null, timestamp BIGINT, run_uuid VARCHAR(32), step BIGINT default 0, is_nan BOOLEAN default 0, primary key (key, timestamp, step, run_uuid, value, is_nan));
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
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlflow-");

    public MlflowFile(int runs)
    {
        // Before the first connection: the library that the server uses.
        SystemSqlite.Initialize();
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        Run(connection, Schema);
        using SqliteTransaction transaction = connection.BeginTransaction();
        Run(connection, "insert into experiments values (0, 'Default', 'mlflow-artifacts:/0', 'active', 1, 1), (1, 'old', 'mlflow-artifacts:/1', 'deleted', 5, 6); insert into experiment_tags values ('team', 'ops', 1)");
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
            insert into logged_model_params values ('m-0123456789abcdef0123456789abcdef', 0, 'depth', '5')
            """);
        transaction.Commit();
        Write($"0/{Id(0)}/artifacts/model/MLmodel", "flavors: {}");
        Write($"0/{Id(0)}/artifacts/notes.txt", "by hand");
        Write("0/models/m-0123456789abcdef0123456789abcdef/artifacts/MLmodel", "flavors: {}");
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "mlflow.db");

    public string Artifacts => System.IO.Path.Combine(_folder.FullName, "artifacts");

    public static string Id(int run) => $"{run:x32}";

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Add(SqliteConnection connection, int i)
    {
        int experiment = i % 10 == 9 ? 1 : 0;
        Run(connection, $"""
            insert into runs values ('{Id(i)}', 'run {i}', '', '', '', 'ada', '{(i % 7 == 3 ? "FAILED" : "FINISHED")}', {1_700_000_000_000 + i}, {1_700_000_060_000 + i}, null, '', '{(experiment == 1 ? "deleted" : "active")}', 'mlflow-artifacts:/{experiment}/{Id(i)}/artifacts', {experiment});
            insert into params values ('depth', '{i % 5}', '{Id(i)}'), ('kind', 'tree', '{Id(i)}');
            insert into tags values ('mlflow.runName', 'run {i}', '{Id(i)}'), ('team', 'ops', '{Id(i)}');
            insert into metrics values ('auc', 0.5, 1, '{Id(i)}', 0, 0), ('auc', 0.75, 2, '{Id(i)}', 1, 0), ('loss', 0, 2, '{Id(i)}', 1, 1)
            """);
    }

    private void Write(string path, string text)
    {
        string file = System.IO.Path.Combine(Artifacts, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
