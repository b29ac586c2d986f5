using Cairn.Contracts.Projects;
using Cairn.Projects;
using Npgsql;

namespace Cairn.Data.Sources.Kinds;

/// <summary>A table or query of PostgreSQL, read within a read-only transaction. The secret is the password; the operator names the hosts.</summary>
internal sealed class PostgresSource(PostgresTableStore store, ISecrets secrets, DataOptions options) : ISourceKind
{
    private const int DefaultPort = 5432;

    public string Name => SourceKinds.Postgres;

    public async Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation)
    {
        string connection = await ConnectionAsync(ask, cancellation);
        if (ask.Source.Watermark is null) return new Offer(UriOf(ask), Offer.Untold);
        return new Offer(UriOf(ask), await GuardAsync(ask, () => store.HighestAsync(connection, new TableRange(ask.Source), cancellation)) ?? "");
    }

    public async Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation)
    {
        string connection = await ConnectionAsync(ask, cancellation);
        TableRange range = ask.Source.Watermark is null ? new TableRange(ask.Source) : new TableRange(ask.Source, ask.Known, offer.Fingerprint);
        await GuardAsync<object?>(ask, async () =>
        {
            await store.CopyAsync(connection, range, stage, cancellation);
            return null;
        });
    }

    private static string UriOf(SourceAsk ask) => ask.Source.From + (ask.Source.Table is { } table ? "#" + table : "");

    private async Task<string> ConnectionAsync(SourceAsk ask, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(ask.Source.From, UriKind.Absolute, out Uri? address) || address.AbsolutePath.Length < 2) throw new UnusableSourceException("'from' is written postgres://user@host:port/database.");
        Dictionary<string, string> query = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => Uri.UnescapeDataString(p.Length > 1 ? p[1] : ""), StringComparer.Ordinal);
        if (query.Keys.FirstOrDefault(k => k != "sslmode") is { } unknown) throw new UnusableSourceException($"'{unknown}' is no setting of a database's address; there is 'sslmode'.");
        // A database server is asked by its name, and inside of networks of ours: only the operator can say which.
        if (!options.Hosts.Contains(address.Host)) throw new UnusableSourceException($"The operator must name the host '{address.Host}' in {DataOptions.HostsVariable}.");
        var built = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.IsDefaultPort || address.Port < 0 ? DefaultPort : address.Port,
            Database = Uri.UnescapeDataString(address.AbsolutePath[1..]),
            Username = Uri.UnescapeDataString(address.UserInfo),
            Password = await SourceSecret.OpenAsync(secrets, ask, cancellation),
            Timeout = 20,
            CommandTimeout = (int)options.Timeout.TotalSeconds,
            Pooling = false,
            ApplicationName = "cairn",
            Timezone = "UTC",
            Passfile = "/dev/null",
        };
        if (query.TryGetValue("sslmode", out string? mode)) built.SslMode = Enum.TryParse(mode.Replace("-", ""), true, out SslMode known) ? known : throw new UnusableSourceException("'sslmode' is disable, allow, prefer, require, verify-ca or verify-full.");
        return built.ConnectionString;
    }

    private static async Task<T> GuardAsync<T>(SourceAsk ask, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException e) when (e.IsTransient)
        {
            throw new SourceFaultException($"The database does not answer as it should ({e.SqlState}).", e);
        }
        catch (PostgresException e)
        {
            // A fault in data quotes them.
            throw new UnusableSourceException(e.SqlState.StartsWith("22", StringComparison.Ordinal) ? $"The query of '{ask.Source.Name}' fails on a value ({e.SqlState})." : $"The database refuses: {e.MessageText} ({e.SqlState}).");
        }
        catch (NpgsqlException e)
        {
            throw new SourceFaultException("The database cannot be reached.", e);
        }
    }
}
