using Npgsql;

namespace Cairn.Rooms.Tests;

/// <summary>A PostgreSQL database for one world, dropped with it.</summary>
internal sealed class TestPostgres : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private TestPostgres(string server, string name) => (_server, _name) = (server, name);

    public string Url => new UriBuilder(_server) { Path = "/" + _name }.Uri.AbsoluteUri;

    public static async Task<TestPostgres> CreateAsync()
    {
        string? server = Environment.GetEnvironmentVariable(TestEngines.PostgresVariable);
        if (string.IsNullOrEmpty(server)) Assert.Skip($"No PostgreSQL: set {TestEngines.PostgresVariable} to postgres://user:password@host:port/postgres.");
        var postgres = new TestPostgres(server, "cairn_" + Guid.NewGuid().ToString("N"));
        await postgres.ExecuteAsync($"create database {postgres._name}");
        return postgres;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"drop database {_name} with (force)");

    private async Task ExecuteAsync(string sql)
    {
        var uri = new Uri(_server);
        string[] user = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Query.StartsWith("?host=", StringComparison.Ordinal) ? Uri.UnescapeDataString(uri.Query[6..]) : uri.Host,
            Port = uri.IsDefaultPort ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = uri.AbsolutePath.Trim('/'),
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(connection);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
