using System.Text.RegularExpressions;

namespace Cairn.Architecture.Tests.Rules;

/// <summary>
/// SQL stands in <c>*Store.cs</c> and <c>Migrations/</c> (and <c>*Sql.cs</c>, texts that several stores share), and no other type touches a connection. SQL that DuckDB runs over files
/// is no matter of the database: a file that uses DuckDB may hold it. Platform/Sql is the seam itself.
/// </summary>
internal sealed partial class SqlStaysInStores : IRule
{
    private static readonly string[] Connections = ["SqliteConnection", "NpgsqlConnection", "DbConnection", "IDbConnection", "DbCommand", "SqliteCommand", "NpgsqlCommand"];

    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(("src/Capabilities/Data/SourceEndpoints.cs", """class SourceEndpoints { string S => "select * from sources"; }""")),
        Sample.Of(("src/Capabilities/Data/Sources.cs", """class Sources { string S => $@"  INSERT INTO sources values ({1})"; }""")),
        Sample.Of(("src/Capabilities/Data/Sources.cs", "class Sources { string S => \"\"\"\n  update sources set a = 1\n  \"\"\"; }")),
        Sample.Of(("src/Platform/Jobs/Queue.cs", "class Queue(DbConnection open);")),
        Sample.Of(("src/Capabilities/Data/Sources.cs", "using Dapper; class Sources;")),
        Sample.Of(("src/Capabilities/Data/tables.sql", "create table t (id text)")),
    ];

    public IEnumerable<string> Faults(Tree tree)
    {
        foreach (var path in tree.Below("src").Where(path => path.EndsWith(".sql", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)))
        {
            yield return $"{path}: SQL files stand in Migrations/";
        }
        foreach (var source in tree.Sources.Where(source => !IsHome(source)))
        {
            if (Connections.FirstOrDefault(type => source.Tokens.Contains(type)) is { } connection)
            {
                yield return $"{source.Path} touches {connection}: only a *Store.cs does";
            }
            if (source.Has("using", "Dapper"))
            {
                yield return $"{source.Path} uses Dapper: only a *Store.cs does";
            }
            if (!UsesDuckDb(source) && source.Literals.FirstOrDefault(text => Statement().IsMatch(text)) is { } statement)
            {
                yield return $"{source.Path} holds SQL ('{statement.Split('\n')[0]}…'): move it to a *Store.cs";
            }
        }
    }

    private static bool IsHome(SourceFile source) =>
        source.Name.EndsWith("Store.cs", StringComparison.Ordinal) || source.Name.EndsWith("Sql.cs", StringComparison.Ordinal) || source.Path.StartsWith("src/Platform/Sql/", StringComparison.Ordinal)
        || source.Path.StartsWith("src/Libraries/", StringComparison.Ordinal);

    private static bool UsesDuckDb(SourceFile source) => source.Has("Cairn", ".", "DuckDb") || source.Tokens.Any(token => token.StartsWith("Duck", StringComparison.Ordinal));

    [GeneratedRegex(@"^(select\s+[\w*@(\{].*\bfrom\b|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|(create|alter|drop)\s+(unique\s+)?(table|index|view)\s)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Statement();
}
