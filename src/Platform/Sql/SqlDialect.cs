using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Cairn.Platform.Sql;

/// <summary>The one difference that texts cannot avoid: <c>in @list</c> is expanded for SQLite and must be <c>= any(@list)</c> for PostgreSQL.</summary>
internal static partial class SqlDialect
{
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    public static string For(SqlEngine engine, string sql) => engine == SqlEngine.Sqlite ? sql : Known.GetOrAdd(sql, Translate);

    private static string Translate(string sql) => InList().Replace(NotInList().Replace(sql, "<> all(@${name})"), "= any(@${name})");

    [GeneratedRegex(@"\bnot\s+in\s+@(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInList();

    [GeneratedRegex(@"\bin\s+@(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InList();
}
