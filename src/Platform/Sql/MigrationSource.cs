using System.Reflection;

namespace Cairn.Platform.Sql;

/// <summary>A room's numbered SQL files, embedded from its <c>Migrations/</c> folder: <c>0001_name.sql</c>, or one per engine as <c>0001_name.sqlite.sql</c>.</summary>
public sealed record MigrationSource(Assembly Assembly)
{
    /// <summary>The room's name, from the assembly's.</summary>
    public string Room => Assembly.GetName().Name!["Cairn.".Length..];

    internal IEnumerable<Migration> For(SqlEngine engine)
    {
        string prefix = $"{Assembly.GetName().Name}.Migrations.", own = engine == SqlEngine.Sqlite ? ".sqlite.sql" : ".postgres.sql";
        string other = engine == SqlEngine.Sqlite ? ".postgres.sql" : ".sqlite.sql";
        return Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && !n.EndsWith(other, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => new Migration(Room, n[prefix.Length..].Replace(own, ".sql", StringComparison.Ordinal), Read(n)));
    }

    private string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
