using System.Globalization;

namespace Cairn.Contracts.DataContracts;

/// <summary>A contract as one DuckDB query. Missing means NULL, and NaN in a column of floats.</summary>
public static class DataContractSql
{
    /// <param name="table">What stands after FROM: a quoted name, or <c>read_parquet('…')</c>. Trusted: made by the program, never by a user.</param>
    /// <param name="columns">The columns that are there; a column of the contract that is absent is left out of the query and found by <see cref="ContractVerdict"/>.</param>
    /// <param name="time">Column with the event time, for freshness; null without.</param>
    public static ContractQuery Build(DataContract contract, string table, IReadOnlyList<TableColumn> columns, string? time = null)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(columns);
        var parts = new List<(ContractCount Count, string Sql)> { (new(RuleKind.Rows, null), "count(*)") };
        if (contract.Fresh is not null && columns.FirstOrDefault(c => c.Name == time) is { } newest)
        {
            parts.Add((new(RuleKind.Newest, null), $"epoch_us(max({AsTime(newest)}))"));
        }

        foreach (var rules in contract.Columns)
        {
            if (columns.FirstOrDefault(c => c.Name == rules.Name) is { } column)
            {
                parts.AddRange(Rules(rules, column).Select(r => (new ContractCount(r.Kind, rules.Name), r.Sql)));
            }
        }

        foreach (var set in contract.Unique ?? [])
        {
            if (set.All(name => columns.Any(c => c.Name == name)))
            {
                parts.Add((new(RuleKind.Together, Together.Words(set)), Together.SurplusSql(set)));
            }
        }

        var list = string.Join(",\n  ", parts.Select((p, i) => $"{p.Sql} AS c{i}"));
        return new ContractQuery($"SELECT\n  {list}\nFROM {table}", [.. parts.Select(p => p.Count)]);
    }

    /// <summary>A name as DuckDB wants it.</summary>
    public static string Quote(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private static IEnumerable<(RuleKind Kind, string Sql)> Rules(ColumnRules rules, TableColumn column)
    {
        foreach (var (kind, condition) in Conditions(rules, column))
        {
            yield return (kind, $"count(*) FILTER (WHERE {condition})");
        }

        if (rules.Unique)
        {
            var name = Quote(column.Name);
            yield return (RuleKind.Unique, $"count({name}) - count(DISTINCT {name})");
        }
    }

    /// <summary>What a row fulfils that breaks a rule, for the rules that a row can break by itself.</summary>
    public static IEnumerable<(RuleKind Kind, string Condition)> Conditions(ColumnRules rules, TableColumn column)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(column);
        var name = Quote(column.Name);
        var missing = column.IsFloat ? $"({name} IS NULL OR isnan({name}))" : $"{name} IS NULL";
        string Broken(string condition) => $"NOT ({missing}) AND ({condition})";

        yield return (RuleKind.Missing, missing);
        if (rules.Type is { } type && WrongType(type, column) is { } wrong)
        {
            yield return (RuleKind.Type, Broken(wrong));
        }

        if (rules.Range is { } range)
        {
            yield return (RuleKind.Range, Broken(Outside(AsNumber(column), range)));
        }

        if (rules.Times is { } times)
        {
            yield return (RuleKind.Range, Broken(Outside(AsMicroseconds(column), times)));
        }

        if (rules.In is { } allowed)
        {
            yield return (RuleKind.In, Broken(NotAllowed(column, allowed)));
        }

        if (rules.Pattern is { } pattern)
        {
            yield return (RuleKind.Pattern, Broken($"NOT regexp_full_match(CAST({name} AS VARCHAR), {Text(pattern)})"));
        }
    }

    /// <returns>Null when the engine's type settles it.</returns>
    private static string? WrongType(ColumnType type, TableColumn column)
    {
        var text = $"CAST({Quote(column.Name)} AS VARCHAR)";
        return type switch
        {
            ColumnType.Int => column.IsWhole ? null : $"coalesce({AsNumber(column)} <> floor({AsNumber(column)}), true)",
            ColumnType.Float => column.IsNumber ? null : $"TRY_CAST({text} AS DOUBLE) IS NULL",
            ColumnType.Bool => column.IsBool ? null : $"TRY_CAST({text} AS BOOLEAN) IS NULL",
            ColumnType.Date => column.IsDate ? null : $"TRY_CAST({text} AS DATE) IS NULL",
            ColumnType.Time => column.IsTime ? null : $"TRY_CAST({text} AS TIMESTAMP) IS NULL",
            _ => null,
        };
    }

    // What is no number is outside every range.
    private static string Outside(string number, ValueRange range)
    {
        var low = range.Min is { } min ? $"{number} < {Number(min)}" : "false";
        var high = range.Max is { } max ? $"{number} > {Number(max)}" : "false";
        return $"coalesce({low} OR {high}, true)";
    }

    private static string Outside(string microseconds, TimeRange times)
    {
        var low = times.Min is { } min ? $"{microseconds} < {Microseconds(min)}" : "false";
        var high = times.Max is { } max ? $"{microseconds} > {Microseconds(max)}" : "false";
        return $"coalesce({low} OR {high}, true)";
    }

    private static string NotAllowed(TableColumn column, AllowedValues allowed) =>
        allowed.Numbers is { } numbers
            ? $"coalesce({AsNumber(column)} NOT IN ({string.Join(", ", numbers.Select(Number))}), true)"
            : $"CAST({Quote(column.Name)} AS VARCHAR) NOT IN ({string.Join(", ", allowed.Texts.Select(Text))})";

    private static string AsNumber(TableColumn column) =>
        column.IsNumber ? $"CAST({Quote(column.Name)} AS DOUBLE)" : $"TRY_CAST(CAST({Quote(column.Name)} AS VARCHAR) AS DOUBLE)";

    private static string AsTime(TableColumn column) =>
        column.IsTime ? Quote(column.Name) : $"TRY_CAST(CAST({Quote(column.Name)} AS VARCHAR) AS TIMESTAMP)";

    // As a number, so that it does not matter whether the column's type knows of zones.
    private static string AsMicroseconds(TableColumn column) => $"epoch_us({AsTime(column)})";

    private static string Microseconds(DateTime time) => ((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => $"CAST({value.ToString("R", CultureInfo.InvariantCulture)} AS DOUBLE)";

    private static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
