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
    private const int TopValues = 20, MostText = 120, AtOnce = 50;
    private const long ExactRows = 4_000_000, MostCounted = 50_000;
    private static readonly double[] Shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
    private static readonly double[] Deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    public JsonObject Build(IReadOnlyList<SchemaColumn> schema)
    {
        var columns = new JsonArray();
        foreach (SchemaColumn[] some in schema.Chunk(AtOnce))
        {
            object?[] counts = Row($"SELECT {string.Join(", ", some.Select(c => $"count(*) FILTER (WHERE {Present(c)}), approx_count_distinct({DuckSql.Identifier(c.Name)}) FILTER (WHERE {Present(c)})"))} FROM {table}");
            for (int i = 0; i < some.Length; i++) columns.Add(Column(some[i], (long)counts[2 * i]!, (long)counts[(2 * i) + 1]!));
        }
        return new JsonObject { ["rows"] = rows, ["columns"] = columns };
    }

    private static string Present(SchemaColumn column)
    {
        string name = DuckSql.Identifier(column.Name);
        return column.Type == "float" ? $"({name} IS NOT NULL AND NOT isnan({name}))" : $"{name} IS NOT NULL";
    }

    private JsonObject Column(SchemaColumn column, long here, long distinct)
    {
        string name = DuckSql.Identifier(column.Name), present = Present(column);
        var profile = new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["missing"] = rows - here, ["distinct"] = Math.Min(distinct, here) };
        if (here == 0) return profile;
        if (column.Type is "int" or "float" && distinct <= MostCounted) AddCounted(profile, column.Name, name, present);
        else if (column.Type is "int" or "float") AddNumbers(profile, column.Name, name, present);
        else if (column.Type is "date" or "time") AddTimes(profile, name);
        if (column.Type is "text" or "bool" || (column.Type == "int" && distinct <= TopValues)) profile["top"] = Top(name, present);
        return profile;
    }

    // One pass over few values: nothing is sorted but they, and nothing depends on the order of rows.
    private void AddCounted(JsonObject profile, string column, string name, string present)
    {
        using DuckResult result = connection.Query($"SELECT CAST({name} AS DOUBLE) AS v, count(*) FROM {table} WHERE {present} GROUP BY v ORDER BY v");
        var counts = new ValueCounts([.. result.Rows().Select(r => ((double)r[0]!, (long)r[1]!))]);
        AddMoments(profile, counts.Least, counts.Most, counts.Mean, counts.Deviation);
        AddQuantiles(profile, Shares.Select(s => (object?)counts.Quantile(s)));
        double[] edges = Edges(column, Deciles.Select(s => (object?)counts.Quantile(s)));
        profile["histogram"] = Histogram(edges, [.. edges.Select(counts.Below), counts.Rows]);
    }

    private void AddNumbers(JsonObject profile, string column, string name, string present)
    {
        string values = $"CAST({name} AS DOUBLE)", quantile = rows <= ExactRows ? "quantile_disc" : "approx_quantile";
        object?[] row = Row($"""
            SELECT min({values}), max({values}), avg({values}) FILTER (WHERE isfinite({values})), stddev_samp({values}) FILTER (WHERE isfinite({values})),
              {quantile}({values}, {List([.. Shares, .. Deciles])})
            FROM {table} WHERE {present}
            """);
        var quantiles = (object?[])row[4]!;
        AddMoments(profile, row[0], row[1], row[2], row[3]);
        AddQuantiles(profile, quantiles.Take(Shares.Length));
        double[] edges = Edges(column, quantiles.Skip(Shares.Length));
        string below = string.Join(", ", edges.Select(e => $"count(*) FILTER (WHERE {values} < {DuckSql.Literal(e)})").Append("count(*)"));
        profile["histogram"] = Histogram(edges, Row($"SELECT {below} FROM {table} WHERE {present}").Cast<long>());
    }

    private static void AddMoments(JsonObject profile, object? least, object? most, object? mean, object? deviation)
        => (profile["min"], profile["max"], profile["mean"], profile["std"]) = (Number(least), Number(most), Number(mean), Number(deviation));

    private static void AddQuantiles(JsonObject profile, IEnumerable<object?> values)
    {
        var quantiles = new JsonObject();
        foreach ((double share, object? value) in Shares.Zip(values)) quantiles[share.ToString(CultureInfo.InvariantCulture)] = Number(value);
        profile["quantiles"] = quantiles;
    }

    private double[] Edges(string column, IEnumerable<object?> deciles) => ReferenceEdges(column) ?? [.. deciles.OfType<double>().Where(double.IsFinite).Distinct().Order()];

    private void AddTimes(JsonObject profile, string name)
    {
        object?[] row = Row($"SELECT CAST(min({name}) AS VARCHAR), CAST(max({name}) AS VARCHAR) FROM {table}");
        (profile["min"], profile["max"]) = ((string?)row[0], (string?)row[1]);
    }

    /// <param name="below">Of each edge the number of rows below it; then of all.</param>
    private static JsonObject Histogram(double[] edges, IEnumerable<long> below)
    {
        var counts = new JsonArray();
        long before = 0;
        foreach (long upTo in below)
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
