using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Cairn.Platform.Sql;

/// <summary>
/// SQLite in WAL mode with synchronous=FULL. Readers come from a pool and see the last commit; one thread writes, the control lane
/// first, several callers to a commit, each within its own savepoint. Every connection keeps its statements prepared.
/// </summary>
internal sealed class SqliteDatabase : IDatabase, IDisposable
{
    private const int Interrupted = 9, WriterStatements = 300, ReaderStatements = 100;

    private readonly ConcurrentBag<PreparedConnection> _readers = [];
    private readonly string _readConnection;
    private readonly SqliteWriter _writer;

    public SqliteDatabase(string file)
    {
        SystemSqlite.Initialize();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var text = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        _readConnection = text.ToString();
        _writer = new SqliteWriter(Open(_readConnection, WriterStatements,
            "pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 67108864; pragma wal_autocheckpoint = 4000;"));
    }

    public SqlEngine Engine => SqlEngine.Sqlite;

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        PreparedConnection connection = _readers.TryTake(out PreparedConnection? pooled) ? pooled : Open(_readConnection, ReaderStatements, "pragma query_only = on;");
        try
        {
            return Task.FromResult(Read(connection, work, cancellation));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Interrupted && cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
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
        foreach (PreparedConnection reader in _readers) reader.Dispose();
    }

    private static T Read<T>(PreparedConnection connection, Func<SqlSession, T> work, CancellationToken cancellation)
    {
        connection.Run("begin");
        try
        {
            // A long search stops within its statement when nobody waits for it any more.
            using CancellationTokenRegistration _ = cancellation.UnsafeRegister(static c => SQLitePCL.raw.sqlite3_interrupt(((PreparedConnection)c!).Inner.Handle), connection);
            return work(new SqlSession(connection, null, SqlEngine.Sqlite, cancellation));
        }
        finally
        {
            connection.Run("rollback");
        }
    }

    private static PreparedConnection Open(string connectionString, int statements, string pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "pragma busy_timeout = 10000; pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -16384;" + pragmas;
        command.ExecuteNonQuery();
        return new PreparedConnection(connection, statements);
    }
}
