using System.Security.Cryptography;
using System.Text;

namespace Cairn.Platform.Sql;

/// <summary>Brings the schema up to date at start. A file that was applied and has changed since stops the start: history is not rewritten.</summary>
internal sealed class Migrator(IDatabase database, IEnumerable<MigrationSource> sources)
{
    private const string Table = """
        create table if not exists schema_migrations (room TEXT not null, name TEXT not null, digest TEXT not null, primary key (room, name))
        """;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await database.WriteAsync(s => { Lock(s); s.Execute(Table); }, cancellation: cancellation);
        foreach (MigrationSource source in sources)
            foreach ((string name, string sql) in source.FilesFor(database.Engine))
                await database.WriteAsync(s => Apply(s, source.Room, name, sql), cancellation: cancellation);
    }

    private static void Apply(SqlSession session, string room, string name, string sql)
    {
        Lock(session);
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        string? applied = session.Scalar<string>("select digest from schema_migrations where room = @room and name = @name", new { room, name });
        if (applied == digest) return;
        if (applied is not null) throw new InvalidOperationException($"Migration {room}/{name} was applied in another form. Restore the file or the database.");
        session.Execute(sql);
        session.Execute("insert into schema_migrations (room, name, digest) values (@room, @name, @digest)", new { room, name, digest });
    }

    // Two servers may start at once on PostgreSQL.
    private static void Lock(SqlSession session)
    {
        if (session.Engine == SqlEngine.Postgres) session.Execute("select pg_advisory_xact_lock(4711000)");
    }
}
