using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>One connection; for one thread at a time, save <see cref="Interrupt"/>.</summary>
public sealed unsafe class DuckConnection : IDisposable
{
    private readonly ConnectionHandle _connection;
    private CancellationToken _cancellation;

    internal DuckConnection(ConnectionHandle connection) => _connection = connection;

    /// <summary>Runs one statement to its end; parameters are $1, $2, ... Returns the number of rows changed.</summary>
    /// <exception cref="DuckException">The statement is wrong or failed; the message is DuckDB's.</exception>
    public long Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        using DuckResult result = Query(sql, parameters);
        return result.RowsChanged;
    }

    /// <summary>The first value of the first row, or null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> parameters)
    {
        using DuckResult result = Query(sql, parameters);
        return result.Rows().Select(row => row[0]).FirstOrDefault();
    }

    /// <summary>The first value of the first row as <typeparamref name="T"/> (numbers are converted); default when null or absent.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> parameters) => DuckConvert.To<T>(Scalar(sql, parameters));

    /// <summary>Runs a query and holds its whole result in DuckDB's memory.</summary>
    public DuckResult Query(string sql, params ReadOnlySpan<object?> parameters)
    {
        using DuckStatement statement = Prepare(sql);
        return statement.Bind(parameters).Query();
    }

    /// <summary>Runs a query whose rows are computed as they are read; finish it before using the connection again.</summary>
    public DuckResult Stream(string sql, params ReadOnlySpan<object?> parameters)
    {
        using DuckStatement statement = Prepare(sql);
        return statement.Bind(parameters).Stream();
    }

    public DuckStatement Prepare(string sql)
    {
        ArgumentException.ThrowIfNullOrEmpty(sql);
        nint statement;
        if (duckdb_prepare(_connection, sql, &statement) == 0)
            return new DuckStatement(this, new StatementHandle(statement));
        string message = Text(duckdb_prepare_error(statement), "The statement could not be prepared.");
        duckdb_destroy_prepare(&statement);
        throw new DuckException(message);
    }

    /// <summary>Loads rows in bulk into an existing table.</summary>
    public DuckAppender Append(string table, string? schema = null) => new(_connection, schema, table);

    /// <summary>Loads rows in bulk, in vectors: quicker, lists too, but each value of the very type of its column.</summary>
    public DuckRows Rows(string table, string? schema = null) => new(Append(table, schema));

    /// <summary>Stops a running query; may be called from another thread.</summary>
    public void Interrupt() => duckdb_interrupt(_connection);

    /// <summary>While the answer is not disposed, a cancelled token stops the running query, which then throws OperationCanceledException.</summary>
    public IDisposable CancelOn(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _cancellation = cancellation;
        return new CancelScope(this, cancellation.Register(static c => ((DuckConnection)c!).Interrupt(), this));
    }

    /// <summary>
    /// Shuts the machine's files away from this database for good, except those below the given directories; for SQL of unknown origin.
    /// Extensions can no longer be loaded and settings no longer be changed.
    /// </summary>
    public void Confine(params IEnumerable<string> directories)
    {
        Execute($"SET allowed_directories = {DuckSql.List(directories.Select(d => Path.GetFullPath(d).TrimEnd('/') + "/"))}");
        Execute("SET enable_external_access = false");
        Execute("SET lock_configuration = true");
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The exception for a fault: a cancellation when the token asked for it.</summary>
    internal Exception Fault(string message, DuckFault fault) =>
        _cancellation.IsCancellationRequested && message.StartsWith("INTERRUPT", StringComparison.Ordinal)
            ? new OperationCanceledException(message, _cancellation)
            : new DuckException(message, fault);

    private sealed class CancelScope(DuckConnection connection, CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose()
        {
            registration.Dispose();
            connection._cancellation = default;
        }
    }
}
