using Cairn.Platform.Sql;
using Dapper;

namespace Cairn.Tracking.Search;

/// <summary>Turns conditions into clauses with parameters, for either engine. Column names come from the caller, never from the filter.</summary>
public sealed class SearchSql(SqlEngine engine)
{
    private int _count;

    public DynamicParameters Args { get; } = new();

    public string Add(object? value)
    {
        // Elements of a list get numbers behind the name.
        string name = $"s{_count++}_";
        Args.Add(name, value);
        return "@" + name;
    }

    /// <summary><c> and …</c>, or nothing when there is no filter.</summary>
    public static string And(Condition? filter, Func<Comparison, string> clause) => filter is null ? "" : " and " + Clause(filter, clause);

    /// <summary>The condition on a column that is never null.</summary>
    public string Compare(string column, Comparison comparison) => comparison.Operator switch
    {
        "LIKE" => engine == SqlEngine.Sqlite ? $"{column} glob {Add(Glob((string)comparison.Value!))}" : $"{column} like {Add(comparison.Value)} escape ''",
        "ILIKE" => engine == SqlEngine.Sqlite ? $"{column} like {Add(comparison.Value)}" : $"{column} ilike {Add(comparison.Value)} escape ''",
        "IN" => $"{column} in {Add(comparison.Value)}",
        "NOT IN" => $"{column} not in {Add(comparison.Value)}",
        "!=" => $"{column} <> {Add(comparison.Value)}",
        "IS NULL" => $"{column} is null",
        "IS NOT NULL" => $"{column} is not null",
        "=" or "<" or "<=" or ">" or ">=" => $"{column} {comparison.Operator} {Add(comparison.Value)}",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    private static string Clause(Condition condition, Func<Comparison, string> clause) => condition switch
    {
        Comparison one => clause(one),
        Joined joined => $"({string.Join(joined.All ? " and " : " or ", joined.Parts.Select(p => Clause(p, clause)))})",
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    public static string Direction(SearchOrder order) => order.Descending ? "desc" : "asc";

    // LIKE of SQLite knows no case; GLOB does.
    private static string Glob(string like) => string.Concat(like.Select(c => c switch { '%' => "*", '_' => "?", '*' or '?' or '[' => $"[{c}]", _ => c.ToString() }));
}
