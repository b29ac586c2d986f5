namespace Cairn.Platform.Sql;

/// <summary>A database that another program made, opened to be read and for nothing else.</summary>
public sealed class ForeignDatabase : IDisposable
{
    private const int Statements = 50;
    private readonly PostgresDatabase? _postgres;
    private readonly string _sqlite = "";

    private ForeignDatabase(PostgresDatabase? postgres, string sqlite) => (_postgres, _sqlite) = (postgres, sqlite);

    /// <param name="place">A file of SQLite, or <c>postgres://user:password@host:port/database</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ForeignDatabase Open(string place)
    {
        if (place.StartsWith("postgres", StringComparison.Ordinal) && DatabaseUrl.Postgres(place) is { } postgres) return new ForeignDatabase(postgres, "");
        if (!File.Exists(place)) throw new FileNotFoundException($"There is no file '{place}' on the server's machine.");
        return new ForeignDatabase(null, place);
    }

    /// <summary>Runs <paramref name="work"/> against one consistent state.</summary>
    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation = default)
    {
        if (_postgres is not null) return _postgres.ReadAsync(work, cancellation);
        using var connection = new PreparedConnection(ForeignFile.Open(_sqlite), Statements);
        connection.Run("begin");
        return Task.FromResult(work(new SqlSession(connection, null, SqlEngine.Sqlite)));
    }

    public bool HasTable(SqlSession session, string table) => session.Scalar<long>(session.Engine == SqlEngine.Sqlite
        ? "select count(*) from sqlite_master where type = 'table' and name = @table"
        : "select count(*) from information_schema.tables where table_name = @table and table_schema = any(current_schemas(false))", new { table }) > 0;

    public void Dispose() => _postgres?.Dispose();
}
