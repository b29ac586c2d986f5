using System.Data.Common;
using Dapper;

namespace Cairn.Platform.Sql;

/// <summary>
/// One connection within one read or one transaction. Portable SQL: named parameters <c>@x</c>; columns snake_case map to properties
/// (not to constructor parameters); types TEXT, BIGINT, DOUBLE PRECISION, BOOLEAN, BYTEA; times are BIGINT unix milliseconds.
/// </summary>
public sealed class SqlSession
{
    private List<Action>? _afterCommit;

    static SqlSession()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.ConnectionStringComparer = new SchemaComparer();
    }

    private readonly CancellationToken _cancellation;

    /// <param name="cancellation">No statement begins once nobody waits any more.</param>
    internal SqlSession(DbConnection connection, DbTransaction? transaction, SqlEngine engine, CancellationToken cancellation = default)
        => (Connection, Transaction, Engine, _cancellation) = (connection, transaction, engine, cancellation);

    public SqlEngine Engine { get; }

    internal DbConnection Connection { get; }

    internal DbTransaction? Transaction { get; }

    /// <summary>Rows changed.</summary>
    public int Execute(string sql, object? args = null) => Connection.Execute(Text(sql), args, Transaction);

    public IReadOnlyList<T> Query<T>(string sql, object? args = null) => Connection.Query<T>(Text(sql), args, Transaction).AsList();

    /// <summary>The first row, or default when there is none.</summary>
    public T? First<T>(string sql, object? args = null) => Connection.QueryFirstOrDefault<T>(Text(sql), args, Transaction);

    /// <summary>The first column of the first row, or default.</summary>
    public T? Scalar<T>(string sql, object? args = null) => Connection.ExecuteScalar<T>(Text(sql), args, Transaction);

    /// <summary>Rows one by one, not held in memory; to be consumed within the session.</summary>
    public IEnumerable<T> Stream<T>(string sql, object? args = null) => Connection.Query<T>(Text(sql), args, Transaction, buffered: false);

    /// <summary>A command for the hot path, to be prepared and disposed by the caller.</summary>
    public DbCommand Command(string sql)
    {
        DbCommand command = Connection.CreateCommand();
        command.CommandText = Text(sql);
        command.Transaction = Transaction;
        return command;
    }

    /// <summary>Runs <paramref name="action"/> once the transaction is durable; never when it fails. For signals only: a crash forgets it.</summary>
    public void AfterCommit(Action action) => (_afterCommit ??= []).Add(action);

    private string Text(string sql)
    {
        _cancellation.ThrowIfCancellationRequested();
        return SqlDialect.For(Engine, sql);
    }

    internal void Committed()
    {
        if (_afterCommit is null) return;
        foreach (Action action in _afterCommit) action();
    }
}
