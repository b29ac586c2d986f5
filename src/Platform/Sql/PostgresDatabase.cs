using System.Data;
using Npgsql;

namespace Cairn.Platform.Sql;

/// <summary>
/// PostgreSQL: a pooled connection and a read-committed transaction per write, a repeatable-read snapshot per read. Who works with a connection waits for its answers on a thread
/// of its own: the shared ones are few, and all who ask the server need them.
/// </summary>
internal sealed class PostgresDatabase(string connectionString) : IDatabase, IDisposable
{
    /// <summary>Together some connections fewer than there may be: whoever stops a statement needs another one.</summary>
    internal const int MostAtOnce = 32, MostPulses = 4;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);
    private readonly WaitingThreads _callers = new(MostAtOnce), _pulses = new(MostPulses);

    public SqlEngine Engine => SqlEngine.Postgres;

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation = default)
        => ReadAsync(work, Lane.Control, cancellation);

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, Lane lane, CancellationToken cancellation = default)
        => ThreadsOf(lane).RunAsync(() => Read(work, cancellation), cancellation);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, Lane lane = Lane.Control, CancellationToken cancellation = default)
        => ThreadsOf(lane).RunAsync(() => Run(work, IsolationLevel.ReadCommitted, default), cancellation);

    public void Dispose() => _source.Dispose();

    private WaitingThreads ThreadsOf(Lane lane) => lane == Lane.Pulse ? _pulses : _callers;

    private T Read<T>(Func<SqlSession, T> work, CancellationToken cancellation)
    {
        try
        {
            return Run(work, IsolationLevel.RepeatableRead, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    private T Run<T>(Func<SqlSession, T> work, IsolationLevel isolation, CancellationToken cancellation)
    {
        SqlSession session;
        T result;
        using (NpgsqlConnection connection = _source.OpenConnection())
        using (NpgsqlTransaction transaction = connection.BeginTransaction(isolation))
        {
            session = new SqlSession(connection, transaction, SqlEngine.Postgres, cancellation);
            // A long search stops within its statement when nobody waits for it any more. The connection is given back only after this ended.
            int backend = connection.ProcessID;
            using CancellationTokenRegistration _ = cancellation.Register(() => Stop(backend));
            result = work(session);
            transaction.Commit();
        }
        session.Committed();
        return result;
    }

    // From a connection of its own: the one that works answers nobody.
    private void Stop(int backend)
    {
        try
        {
            using NpgsqlConnection other = _source.OpenConnection();
            using NpgsqlCommand command = other.CreateCommand();
            command.CommandText = $"select pg_cancel_backend({backend})";
            command.ExecuteNonQuery();
        }
        catch (NpgsqlException)
        {
            // No connection is free: the statement runs to its end, as it did before.
        }
    }
}
