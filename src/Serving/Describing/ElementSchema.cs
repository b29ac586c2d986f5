using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;

namespace Cairn.Serving.Describing;

/// <summary>One value of a column or an output in the words of JSON Schema.</summary>
internal static class ElementSchema
{
    /// <summary>As the contract asks for it: type, range, allowed values.</summary>
    public static JsonObject Of(ContractColumn column)
    {
        JsonObject schema = Of(column.Type, TakesMissing(column));
        if (column.Source.Min is { } min) schema["minimum"] = Higher(schema["minimum"], min);
        if (column.Source.Max is { } max) schema["maximum"] = Lower(schema["maximum"], max);
        if (column.Source.Allowed is not { } allowed) return schema;
        JsonArray values = [.. allowed.Select(text => Value(text, column.Type))];
        if (schema["type"] is JsonArray) values.Add((JsonNode?)null);
        schema["enum"] = values;
        return schema;
    }

    /// <summary>Any value of a datatype. A float that is missing, or not finite in an answer, is null.</summary>
    public static JsonObject Of(Datatype type, bool nullable)
    {
        string name = type switch
        {
            Datatype.Bool => "boolean",
            Datatype.Bytes => "string",
            _ when type.IsInteger() => "integer",
            _ => "number",
        };
        var schema = new JsonObject { ["type"] = nullable ? new JsonArray(name, "null") : name };
        if (Range(type) is not { } range) return schema;
        (schema["minimum"], schema["maximum"]) = (JsonNode.Parse(range.Least), JsonNode.Parse(range.Greatest));
        return schema;
    }

    /// <summary>Types of whole numbers have no missing value, whatever the contract says.</summary>
    public static bool TakesMissing(ContractColumn column) => column.Nullable && (column.Type == Datatype.Bytes || column.Type.IsFloat());

    private static (string Least, string Greatest)? Range(Datatype type) => type switch
    {
        Datatype.Int64 => Texts(long.MinValue, long.MaxValue),
        Datatype.Int32 => Texts(int.MinValue, int.MaxValue),
        Datatype.Int16 => Texts(short.MinValue, short.MaxValue),
        Datatype.Int8 => Texts(sbyte.MinValue, sbyte.MaxValue),
        Datatype.UInt64 => Texts(ulong.MinValue, ulong.MaxValue),
        Datatype.UInt32 => Texts(uint.MinValue, uint.MaxValue),
        Datatype.UInt16 => Texts(ushort.MinValue, ushort.MaxValue),
        Datatype.UInt8 => Texts(byte.MinValue, byte.MaxValue),
        _ => null,
    };

    private static (string, string) Texts<T>(T least, T greatest)
        where T : IFormattable => (least.ToString(null, CultureInfo.InvariantCulture), greatest.ToString(null, CultureInfo.InvariantCulture));

    private static JsonNode Higher(JsonNode? of, double bound) => of is not null && Number(of) >= bound ? of.DeepClone() : JsonValue.Create(bound);

    private static JsonNode Lower(JsonNode? of, double bound) => of is not null && Number(of) <= bound ? of.DeepClone() : JsonValue.Create(bound);

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    private static JsonNode? Value(string text, Datatype type) => type == Datatype.Bytes ? JsonValue.Create(text) : JsonNode.Parse(text);
}
