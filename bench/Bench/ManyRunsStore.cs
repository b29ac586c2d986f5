using Cairn.Platform.Sql;
using Microsoft.Data.Sqlite;

namespace Cairn.Bench;

/// <summary>
/// Runs of as many parameters, metrics and tags each, written straight into the SQLite file of a server that does not run: a million by calls would take a quarter of an hour.
/// Metrics <c>m0</c> and on lie evenly between 0 and 1, parameters have 5 values, tags 9, the parameter <c>rare</c> a thousandth of the runs each.
/// </summary>
internal sealed class ManyRunsStore : IDisposable
{
    private const string Numbers = "with recursive n(i) as (select @first union all select i + 1 from n where i < @first + @count - 1)";

    private readonly SqliteConnection _connection;

    public ManyRunsStore(string file)
    {
        SystemSqlite.Initialize();
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        Execute("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -262144");
    }

    /// <param name="keys">How many metrics, parameters and tags each has.</param>
    public void Add(long experiment, int count, int keys = 3)
    {
        long first = 1 + (long)Command("select coalesce(max(num), 0) from tracking_runs").ExecuteScalar()!;
        // An index is made much quicker at once than row by row.
        List<(string Name, string Sql)> indexes = Indexes();
        Execute("begin");
        foreach ((string name, _) in indexes) Execute($"drop index {name}");
        foreach (string rows in Rows($"({string.Join(" union all ", Enumerable.Range(0, keys).Select(k => $"select {k} as k"))})")) Execute(rows, ("@first", first), ("@count", count), ("@experiment", experiment));
        foreach ((_, string sql) in indexes) Execute(sql);
        Execute("commit");
    }

    public void Dispose() => _connection.Dispose();

    private static string[] Rows(string keys) =>
    [
        $"""
        insert into tracking_runs (num, id, experiment, name, user_id, status, stage, start_time, end_time, artifact_uri, managed)
        {Numbers} select i, printf('%032x', i), @experiment, 'run ' || i, 'ada', 'FINISHED', 'active', 1795163460934 + i, 1795163470934 + i, 'mlflow-artifacts:/' || @experiment, false from n
        """,
        $"insert into tracking_params (run, key, value) {Numbers} select i, 'p' || k, cast({Mixed(11)} % 5 as text) from n, {keys}",
        $"insert into tracking_params (run, key, value) {Numbers} select i, 'rare', cast({Mixed(11)} * (k + 1) % 1000 as text) from n, (select 3 as k)",
        $"insert into tracking_latest (run, key, experiment, value, is_nan, step, timestamp) {Numbers} select i, 'm' || k, @experiment, {Mixed(1)} / 1000003.0, false, 0, 1 from n, {keys}",
        $"insert into tracking_tags (run, key, value) {Numbers} select i, 't' || k, cast({Mixed(23)} % 9 as text) from n, {keys}",
        "insert into tracking_datasets (experiment, name, digest, source_type, source) values (@experiment, 'held out', 'd1', 'local', 'x')",
        $"insert into tracking_inputs (run, dataset, context, tags) {Numbers} select i, (select max(num) from tracking_datasets), 'eval', '[]' from n",
    ];

    // Seems to have no order, and is the same every time: below 1,000,003.
    private static string Mixed(int seed) => $"((i * 7919 + (k + {seed}) * 104729) % 1000003 * ((i * 31 + (k + {seed}) * 7907) % 1000003) % 1000003)";

    private List<(string, string)> Indexes()
    {
        var indexes = new List<(string, string)>();
        using SqliteCommand command = Command("select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ('tracking_runs', 'tracking_params', 'tracking_latest', 'tracking_tags')");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read()) indexes.Add((reader.GetString(0), reader.GetString(1)));
        return indexes;
    }

    private void Execute(string sql, params (string Name, long Value)[] values)
    {
        using SqliteCommand command = Command(sql);
        foreach ((string name, long value) in values.Where(v => sql.Contains(v.Name, StringComparison.Ordinal))) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        return command;
    }
}
