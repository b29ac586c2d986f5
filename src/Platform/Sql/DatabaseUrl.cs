using Npgsql;

namespace Cairn.Platform.Sql;

/// <summary>Where the state is kept: a SQLite file in the data directory, or <c>postgres://user:password@host:port/database</c>.</summary>
internal static class DatabaseUrl
{
    public static IDatabase Open(string? url, string dataDirectory)
    {
        if (string.IsNullOrEmpty(url)) return new SqliteDatabase(Path.Combine(dataDirectory, "cairn.db"));
        if (url.StartsWith("sqlite:", StringComparison.Ordinal)) return new SqliteDatabase(url["sqlite:".Length..]);
        if (Postgres(url) is { } postgres) return postgres;
        throw new ArgumentException("--db must be 'sqlite:FILE' or 'postgres://user:password@host:port/database'.", nameof(url));
    }

    /// <summary>Null when the address is not one of PostgreSQL.</summary>
    public static PostgresDatabase? Postgres(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "postgres" or "postgresql" ? new PostgresDatabase(ConnectionString(uri!)) : null;

    private static string ConnectionString(Uri uri)
    {
        string[] user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Query.StartsWith("?host=", StringComparison.Ordinal) ? Uri.UnescapeDataString(uri.Query[6..]) : uri.Host,
            Port = uri.IsDefaultPort ? 5432 : uri.Port,
            Database = uri.AbsolutePath.TrimStart('/'),
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            MaxPoolSize = 40,
            IncludeErrorDetail = false,
            MaxAutoPrepare = 100,
        }.ToString();
    }
}
