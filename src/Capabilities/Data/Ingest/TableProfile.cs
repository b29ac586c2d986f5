using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.DuckDb;

namespace Cairn.Data.Ingest;

/// <summary>
/// What a table looks like, column by column. Histograms have open ends: <c>edges</c> are the inner cuts, there is one count more than edges,
/// and a value equal to an edge lies above it. The edges are those of the reference (the source's first version) or else its own deciles,
/// so that the histograms of a source can be compared.
/// </summary>
internal sealed class TableProfile(DuckConnection connection, string table, long rows, JsonNode? reference)
{
    private const int TopValues = 20, MostText = 120;
    private const long ExactRows = 4_000_000;
    private static readonly double[] Shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
    private static readonly double[] Deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    public JsonObject Build(IReadOnlyList<SchemaColumn> schema)
    {
        var columns = new JsonArray();
        foreach (SchemaColumn column in schema) columns.Add(Column(column));
        return new JsonObject { ["rows"] = rows, ["columns"] = columns };
    }

    private JsonObject Column(SchemaColumn column)
    {
        string name = DuckSql.Identifier(column.Name);
        string present = column.Type == "float" ? $"({name} IS NOT NULL AND NOT isnan({name}))" : $"{name} IS NOT NULL";
        object?[] counts = Row($"SELECT count(*) FILTER (WHERE {present}), approx_count_distinct({name}) FILTER (WHERE {present}) FROM {table}");
        long here = (long)counts[0]!;
        var profile = new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["missing"] = rows - here, ["distinct"] = Math.Min((long)counts[1]!, here) };
        if (here == 0) return profile;
        if (column.Type is "int" or "float") AddNumbers(profile, column.Name, name, present);
        else if (column.Type is "date" or "time") AddTimes(profile, name);
        if (column.Type is "text" or "bool" || (column.Type == "int" && (long)counts[1]! <= TopValues)) profile["top"] = Top(name, present);
        return profile;
    }

    private void AddNumbers(JsonObject profile, string column, string name, string present)
    {
        string values = $"CAST({name} AS DOUBLE)", quantile = rows <= ExactRows ? "quantile_disc" : "approx_quantile";
        object?[] row = Row($"""
            SELECT min({values}), max({values}), avg({values}) FILTER (WHERE isfinite({values})), stddev_samp({values}) FILTER (WHERE isfinite({values})),
              {quantile}({values}, {List(Shares)}), {quantile}({values}, {List(Deciles)})
            FROM {table} WHERE {present}
            """);
        (profile["min"], profile["max"], profile["mean"], profile["std"]) = (Number(row[0]), Number(row[1]), Number(row[2]), Number(row[3]));
        var quantiles = new JsonObject();
        foreach ((double share, object? value) in Shares.Zip((object?[])row[4]!)) quantiles[share.ToString(CultureInfo.InvariantCulture)] = Number(value);
        profile["quantiles"] = quantiles;
        double[] edges = ReferenceEdges(column) ?? [.. ((object?[])row[5]!).OfType<double>().Where(double.IsFinite).Distinct().Order()];
        profile["histogram"] = Histogram(edges, values, present);
    }

    private void AddTimes(JsonObject profile, string name)
    {
        object?[] row = Row($"SELECT CAST(min({name}) AS VARCHAR), CAST(max({name}) AS VARCHAR) FROM {table}");
        (profile["min"], profile["max"]) = ((string?)row[0], (string?)row[1]);
    }

    private JsonObject Histogram(double[] edges, string values, string present)
    {
        var counts = new JsonArray();
        string below = string.Join(", ", edges.Select(e => $"count(*) FILTER (WHERE {values} < {DuckSql.Literal(e)})").Append("count(*)"));
        long before = 0;
        foreach (long upTo in Row($"SELECT {below} FROM {table} WHERE {present}").Cast<long>())
        {
            counts.Add(upTo - before);
            before = upTo;
        }
        return new JsonObject { ["edges"] = new JsonArray([.. edges.Select(e => (JsonNode)e)]), ["counts"] = counts };
    }

    private JsonArray Top(string name, string present)
    {
        using DuckResult result = connection.Query($"""
            SELECT left(CAST({name} AS VARCHAR), {MostText}) AS v, count(*) AS n FROM {table} WHERE {present} GROUP BY v ORDER BY n DESC, v LIMIT {TopValues}
            """);
        return new JsonArray([.. result.Rows().Select(r => (JsonNode)new JsonObject { ["value"] = (string)r[0]!, ["count"] = (long)r[1]! })]);
    }

    private double[]? ReferenceEdges(string column)
    {
        JsonNode? same = reference?["columns"]?.AsArray().FirstOrDefault(c => (string?)c!["name"] == column);
        return same?["histogram"]?["edges"]?.AsArray().Select(e => (double)e!).ToArray();
    }

    private object?[] Row(string sql)
    {
        using DuckResult result = connection.Query(sql);
        return result.Rows().Single();
    }

    private static string List(double[] numbers) => '[' + string.Join(", ", numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))) + ']';

    private static JsonNode? Number(object? value) => value is double number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
