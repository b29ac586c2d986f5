using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Steps;

/// <summary>Learns the preparation of each feature from the training table, and nothing from anywhere else.</summary>
internal static class FeaturePlan
{
    /// <summary>Rows that the overall mean counts for in a target encoding.</summary>
    private const double Smoothing = 100;

    /// <param name="features">A list of columns, or column -> number, category or target; null takes every column but label and drop.</param>
    public static IReadOnlyList<Feature> Learn(DuckConnection duck, string table, string label, JsonNode? features, IReadOnlySet<string> drop)
    {
        Dictionary<string, string> columns = Columns(duck, table);
        if (!columns.ContainsKey(label)) throw new StepException($"The label '{label}' is no column of the training table.");
        var wanted = new List<(string Name, FeatureKind? Kind)>();
        if (features is JsonObject map) wanted.AddRange(map.Select(f => (f.Key, (FeatureKind?)KindOf(f.Key, (string?)f.Value))));
        else if (features is JsonArray list) wanted.AddRange(list.Select(f => ((string)f!, (FeatureKind?)null)));
        else wanted.AddRange(columns.Keys.Where(c => c != label && !drop.Contains(c)).Select(c => (c, (FeatureKind?)null)));
        return [.. wanted.Select(f => Learn(duck, table, label, f.Name, f.Kind, columns))];
    }

    private static Feature Learn(DuckConnection duck, string table, string label, string name, FeatureKind? asked, Dictionary<string, string> columns)
    {
        if (!columns.TryGetValue(name, out string? type)) throw new StepException($"The feature '{name}' is no column of the training table; it has {string.Join(", ", columns.Keys)}.");
        FeatureKind kind = asked ?? (type == "VARCHAR" ? FeatureKind.Target : FeatureKind.Number);
        string column = DuckSql.Identifier(name), truth = DuckSql.Identifier(label);
        if (kind == FeatureKind.Number) return new Feature(name, kind, new Dictionary<string, float>(), float.NaN);
        if (kind == FeatureKind.Category)
            return new Feature(name, kind, Codes(duck, $"select {column}::varchar, (row_number() over (order by count(*) desc, {column}::varchar) - 1)::double from {table} where {column} is not null group by 1, {column} order by 1"), float.NaN);
        double mean = duck.Scalar<double>($"select avg({truth}::double) from {table}");
        string smoothed = FormattableString.Invariant($"(sum({truth}::double) + {Smoothing * mean:R}) / (count(*) + {Smoothing:R})");
        return new Feature(name, kind, Codes(duck, $"select {column}::varchar, {smoothed} from {table} where {column} is not null group by 1 order by 1"), (float)mean);
    }

    private static Dictionary<string, float> Codes(DuckConnection duck, string sql)
    {
        var codes = new Dictionary<string, float>(StringComparer.Ordinal);
        using DuckResult result = duck.Query(sql);
        foreach (object?[] row in result.Rows()) codes[(string)row[0]!] = (float)Convert.ToDouble(row[1]);
        return codes;
    }

    private static Dictionary<string, string> Columns(DuckConnection duck, string table)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        using DuckResult result = duck.Query($"select column_name, column_type from (describe select * from {table})");
        foreach (object?[] row in result.Rows()) columns[(string)row[0]!] = (string)row[1]!;
        return columns;
    }

    private static FeatureKind KindOf(string name, string? word) => word switch
    {
        "number" => FeatureKind.Number,
        "category" => FeatureKind.Category,
        "target" => FeatureKind.Target,
        _ => throw new StepException($"The feature '{name}' must be number, category or target."),
    };
}
