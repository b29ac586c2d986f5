using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Features;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Features;

/// <summary>Makes the facts of a feature out of its SQL: keys as texts and whole numbers, both times as timestamps, values that serving can give.</summary>
internal sealed class FactTable(DuckConnection duck, string sql, JsonObject with)
{
    private static readonly string[] Whole = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"], Plain = [.. Whole, "FLOAT", "DOUBLE", "BOOLEAN"];

    private readonly string[] _keys = [.. ((JsonArray)with["key"]!).Select(k => (string)k!)];
    private readonly string _time = (string)with["time"]!;
    private readonly string? _known = (string?)with["known"];

    /// <summary>Creates the table, unchecked.</summary>
    /// <exception cref="StepException">The SQL lacks a column, or has one that cannot be looked up.</exception>
    public FactColumns Make(string table)
    {
        Dictionary<string, string> types = Types();
        KeyedColumn[] keys = [.. _keys.Select(k => new KeyedColumn(k, IsTextKey(k, Need(types, k))))];
        string[] named = [.. _keys, _time, .. _known is null ? [] : new[] { _known }];
        string[] values = [.. types.Keys.Where(c => !named.Contains(c))];
        if (values.Length == 0) throw new StepException("The SQL gives no value besides the key and the time.");
        if (values.FirstOrDefault(v => v is FactColumns.Happened or FactColumns.Known) is { } taken) throw new StepException($"The column '{taken}' is what the facts' own time is called; give it another name.");
        string happened = Time(types, _time);
        string known = _known is not null ? Time(types, _known) : string.Create(CultureInfo.InvariantCulture, $"{happened} + to_microseconds({(long)((double)with["after_s"]! * 1_000_000)})");
        string select = string.Join(", ", [
            .. keys.Select(k => $"{DuckSql.Identifier(k.Name)}::{(k.IsText ? "varchar" : "bigint")} as {DuckSql.Identifier(k.Name)}"),
            $"{happened} as {FactColumns.Happened}", $"{known} as {FactColumns.Known}", .. values.Select(v => Value(v, types[v]))]);
        duck.Execute($"create or replace table {table} as select {select} from ({sql})");
        return new FactColumns(keys, [.. values.Select(v => new KeyedColumn(v, types[v] == "VARCHAR"))]);
    }

    /// <exception cref="StepException">A fact lacks its key or a time, was known before it happened, or stands there twice.</exception>
    public void Check(string table, FactColumns columns)
    {
        string missing = string.Join(" or ", columns.Keys.Select(k => DuckSql.Identifier(k.Name)).Append(FactColumns.Happened).Append(FactColumns.Known).Select(c => $"{c} is null"));
        Refuse($"select count(*) from {table} where {missing}", "have no key or no time; leave them out in the SQL");
        Refuse($"select count(*) from {table} where {FactColumns.Known} < {FactColumns.Happened}", "are known before they happened; a fact is known at its time or later");
        Refuse($"select count(*) from (select 1 from {table} group by {columns.KeyList}, {FactColumns.Happened}, {FactColumns.Known} having count(*) > 1)", "stand there more than once, with the same key and times; only one can be true");
    }

    private void Refuse(string count, string what)
    {
        if (duck.Scalar<long>(count) is > 0 and var facts) throw new StepException($"{facts} facts {what}.");
    }

    private Dictionary<string, string> Types()
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        using DuckResult described = duck.Query($"select column_name, column_type from (describe select * from ({sql}))");
        foreach (object?[] row in described.Rows()) types[(string)row[0]!] = (string)row[1]!;
        return types;
    }

    private static string Need(Dictionary<string, string> types, string column)
        => types.GetValueOrDefault(column) ?? throw new StepException($"The SQL gives no column '{column}'; it gives {string.Join(", ", types.Keys)}.");

    private static bool IsTextKey(string key, string type)
        => type == "VARCHAR" || (Whole.Contains(type) ? false : throw new StepException($"The key '{key}' is {type}; a key is a text or a whole number, so cast it in the SQL."));

    private static string Time(Dictionary<string, string> types, string column)
    {
        string type = Need(types, column);
        return type is "DATE" || type.StartsWith("TIMESTAMP", StringComparison.Ordinal) ? $"{DuckSql.Identifier(column)}::timestamp" : throw new StepException($"'{column}' is {type}; a time is a DATE or a TIMESTAMP, so cast it in the SQL.");
    }

    private static string Value(string column, string type)
    {
        string name = DuckSql.Identifier(column);
        if (type == "VARCHAR" || Plain.Contains(type)) return name;
        return type is "HUGEINT" or "UHUGEINT" or "UBIGINT" || type.StartsWith("DECIMAL", StringComparison.Ordinal) ? $"{name}::double as {name}"
            : throw new StepException($"The value '{column}' is {type}; a value is a number or a text, so cast it in the SQL.");
    }
}
