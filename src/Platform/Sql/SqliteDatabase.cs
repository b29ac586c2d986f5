using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Cairn.Platform.Sql;

/// <summary>
/// SQLite in WAL mode with synchronous=FULL. Readers come from a pool and see the last commit; one thread writes, the control lane
/// first, several callers to a commit, each within its own savepoint.
/// </summary>
internal sealed class SqliteDatabase : IDatabase, IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly string _readConnection;
    private readonly SqliteWriter _writer;

    public SqliteDatabase(string file)
    {
        SystemSqlite.Initialize();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var text = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        _writer = new SqliteWriter(Open(text.ToString(), "pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 67108864;"));
        _readConnection = text.ToString();
    }

    public SqlEngine Engine => SqlEngine.Sqlite;

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        SqliteConnection connection = _readers.TryTake(out SqliteConnection? pooled) ? pooled : Open(_readConnection, "pragma query_only = on;");
        try
        {
            using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
            return Task.FromResult(work(new SqlSession(connection, snapshot, SqlEngine.Sqlite)));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
        finally
        {
            _readers.Add(connection);
        }
    }

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, Lane lane = Lane.Control, CancellationToken cancellation = default)
    {
        var write = new SqliteWrite<T>(work, cancellation);
        _writer.Enqueue(write, lane);
        return write.Task;
    }

    public void Dispose()
    {
        _writer.Dispose();
        foreach (SqliteConnection reader in _readers) reader.Dispose();
    }

    private static SqliteConnection Open(string connectionString, string pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "pragma busy_timeout = 10000; pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -16384;" + pragmas;
        command.ExecuteNonQuery();
        return connection;
    }
}
