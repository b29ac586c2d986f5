namespace Cairn.Platform.Sql;

/// <summary>
/// Brings the schema up to date at start, all that is missing in one transaction. A file that was applied and has changed since stops the
/// start: history is not rewritten.
/// </summary>
internal sealed class Migrator(IDatabase database, IEnumerable<MigrationSource> sources)
{
    private const string Table = """
        create table if not exists schema_migrations (room TEXT not null, name TEXT not null, digest TEXT not null, primary key (room, name))
        """;

    public Task RunAsync(CancellationToken cancellation)
    {
        Migration[] wanted = [.. sources.SelectMany(s => s.For(database.Engine))];
        return database.WriteAsync(s => Run(s, wanted), cancellation: cancellation);
    }

    private static void Run(SqlSession session, IEnumerable<Migration> wanted)
    {
        // Two servers may start at once on PostgreSQL.
        if (session.Engine == SqlEngine.Postgres) session.Execute("select pg_advisory_xact_lock(4711000)");
        session.Execute(Table);
        var applied = session.Query<AppliedMigration>("select room, name, digest from schema_migrations").ToDictionary(m => (m.Room, m.Name), m => m.Digest);
        foreach (Migration migration in wanted)
        {
            string? digest = applied.GetValueOrDefault((migration.Room, migration.Name));
            if (digest == migration.Digest) continue;
            if (digest is not null) throw new InvalidOperationException($"Migration {migration.Room}/{migration.Name} was applied in another form. Restore the file or the database.");
            session.Execute(migration.Sql);
            session.Execute("insert into schema_migrations (room, name, digest) values (@Room, @Name, @Digest)", migration);
        }
    }
}
