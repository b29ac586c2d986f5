using System.Data;
using Npgsql;

namespace Cairn.Platform.Sql;

/// <summary>PostgreSQL: a pooled connection and a read-committed transaction per write, a repeatable-read snapshot per read.</summary>
internal sealed class PostgresDatabase(string connectionString) : IDatabase, IDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public SqlEngine Engine => SqlEngine.Postgres;

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation = default)
        => Task.Run(() => Run(work, IsolationLevel.RepeatableRead), cancellation);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, Lane lane = Lane.Control, CancellationToken cancellation = default)
        => Task.Run(() => Run(work, IsolationLevel.ReadCommitted), cancellation);

    public void Dispose() => _source.Dispose();

    private T Run<T>(Func<SqlSession, T> work, IsolationLevel isolation)
    {
        SqlSession session;
        T result;
        using (NpgsqlConnection connection = _source.OpenConnection())
        using (NpgsqlTransaction transaction = connection.BeginTransaction(isolation))
        {
            session = new SqlSession(connection, transaction, SqlEngine.Postgres);
            result = work(session);
            transaction.Commit();
        }
        session.Committed();
        return result;
    }
}
