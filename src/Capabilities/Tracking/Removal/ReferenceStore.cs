using System.Text.RegularExpressions;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Removal;

/// <summary>Which contents any table of any room speaks of. The ledger does not hold content, it only remembers it.</summary>
internal sealed partial class ReferenceStore
{
    /// <summary>Every digest that stands anywhere in a text column.</summary>
    public IReadOnlySet<string> All(SqlSession s)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (TextColumn column in Columns(s))
            foreach (string text in s.Stream<string>($"select {column.Name} from {column.Owner} where {column.Name} like '%sha256:%'"))
                foreach (Match match in Digests().Matches(text)) found.Add(match.Value);
        return found;
    }

    /// <summary>Digests within a text.</summary>
    public static IEnumerable<string> Within(string text) => Digests().Matches(text).Select(m => m.Value);

    private static IReadOnlyList<TextColumn> Columns(SqlSession s) => s.Engine == SqlEngine.Sqlite
        ? s.Query<TextColumn>("""
            select '"' || m.name || '"' as owner, '"' || c.name || '"' as name from sqlite_master m join pragma_table_info(m.name) c
            where m.type = 'table' and c.type = 'TEXT' and m.name not like 'ledger%' and m.name not like 'sqlite%' and m.name not in ('tracking_freed', 'schema_migrations')
            """)
        : s.Query<TextColumn>("""
            select quote_ident(table_name) as owner, quote_ident(column_name) as name from information_schema.columns
            where table_schema = any(current_schemas(false)) and data_type = 'text' and table_name not like 'ledger%' and table_name not in ('tracking_freed', 'schema_migrations')
            """);

    [GeneratedRegex("sha256:[0-9a-f]{64}", RegexOptions.None, 10_000)]
    private static partial Regex Digests();

    private sealed record TextColumn
    {
        public string Owner { get; init; } = "";
        public string Name { get; init; } = "";
    }
}
