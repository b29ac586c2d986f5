using System.Text.Json.Nodes;
using Cairn.DuckDb;
using Cairn.OnnxRuntime;

namespace Cairn.Delivery;

/// <summary>A few rows of a table, as a model takes them: one column of values per input.</summary>
internal sealed class SampleTable(IReadOnlyList<OnnxPort> ports, IReadOnlyList<object?[]> rows)
{
    public int Rows => rows.Count;

    /// <summary>Rows of a Parquet file, always the same; one row of plain values without a file. Rows with a missing whole number are left out.</summary>
    public static SampleTable Read(IReadOnlyList<OnnxPort> inputs, string? parquet, int count)
    {
        if (parquet is null) return new SampleTable(inputs, [[.. inputs.Select(p => Plain(p))]]);
        using var database = new DuckMemory(1, "512MB");
        using DuckConnection duck = database.Connect();
        string columns = string.Join(", ", inputs.Select(p => DuckSql.Identifier(p.Name)));
        string[] whole = [.. inputs.Where(p => !Loose(p)).Select(p => $"{DuckSql.Identifier(p.Name)} is not null")];
        string where = whole.Length == 0 ? "" : "where " + string.Join(" and ", whole);
        using DuckResult result = duck.Query($"select {columns} from read_parquet({DuckSql.Literal(parquet)}) {where} limit {count}");
        return new SampleTable(inputs, [.. result.Rows()]);
    }

    /// <summary>The body of an infer call.</summary>
    public JsonObject Request() => new()
    {
        ["inputs"] = new JsonArray([.. ports.Select((p, c) => (JsonNode)new JsonObject
        {
            ["name"] = p.Name,
            ["shape"] = new JsonArray([.. Shape(p).Select(d => (JsonNode)d)]),
            ["datatype"] = Datatype(p),
            ["data"] = new JsonArray([.. rows.Select(r => Json(p, r[c]))]),
        })]),
    };

    /// <summary>The same for the runtime itself.</summary>
    public OnnxTensor[] Tensors() => [.. ports.Select((p, c) => new OnnxTensor(Values(p, c), Shape(p)))];

    private static bool Loose(OnnxPort p) => p.Element is OnnxElement.Float or OnnxElement.Double or OnnxElement.String;

    private static object Plain(OnnxPort p) => p.Element switch { OnnxElement.String => "", OnnxElement.Bool => false, _ => 0.0 };

    private long[] Shape(OnnxPort p) => p.Shape.Count <= 1 ? [rows.Count] : [rows.Count, .. p.Shape.Skip(1).Select(d => d < 0 ? 1 : d)];

    private Array Values(OnnxPort p, int c) => p.Element switch
    {
        OnnxElement.Float => rows.Select(r => (float)Number(r[c])).ToArray(),
        OnnxElement.Double => rows.Select(r => Number(r[c])).ToArray(),
        OnnxElement.Int64 => rows.Select(r => (long)Number(r[c])).ToArray(),
        OnnxElement.Int32 => rows.Select(r => (int)Number(r[c])).ToArray(),
        OnnxElement.Bool => rows.Select(r => Number(r[c]) != 0).ToArray(),
        OnnxElement.String => rows.Select(r => Text(r[c])).ToArray(),
        _ => throw new FormatException($"Input {p} cannot be sampled."),
    };

    private static JsonNode? Json(OnnxPort p, object? value) => p.Element switch
    {
        OnnxElement.String => JsonValue.Create(Text(value)),
        OnnxElement.Bool => JsonValue.Create(Number(value) != 0),
        OnnxElement.Int64 or OnnxElement.Int32 => JsonValue.Create((long)Number(value)),
        OnnxElement.Float => float.IsNaN((float)Number(value)) ? null : JsonValue.Create((float)Number(value)),
        _ => double.IsNaN(Number(value)) ? null : JsonValue.Create(Number(value)),
    };

    private static double Number(object? value) => value switch { null => double.NaN, bool b => b ? 1 : 0, string => double.NaN, _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) };

    private static string Text(object? value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Datatype(OnnxPort p) => p.Element switch
    {
        OnnxElement.Float => "FP32",
        OnnxElement.Double => "FP64",
        OnnxElement.Int64 => "INT64",
        OnnxElement.Int32 => "INT32",
        OnnxElement.Bool => "BOOL",
        OnnxElement.String => "BYTES",
        _ => throw new FormatException($"Input {p} cannot be sampled."),
    };
}
