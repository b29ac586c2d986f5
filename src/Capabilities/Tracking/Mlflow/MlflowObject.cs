using System.Globalization;
using System.Text.Json;

namespace Cairn.Tracking;

/// <summary>One message, or one within a repeated field; <paramref name="place"/> is where it stands, for refusals.</summary>
public sealed class MlflowObject(JsonElement element, FieldPlace place)
{
    public FieldPlace Place => place;

    internal JsonElement Element => element;

    /// <summary>A required text; an empty one counts as missing.</summary>
    public string Text(string field) => Optional(field) is { Length: > 0 } text ? text : throw Missing(field);

    public string TextOr(string field, string otherwise) => Optional(field) ?? otherwise;

    public string? Optional(string field) => MlflowRequest.Value(element, field) is { } value ? MlflowRequest.TextOf(value, field, At(field)) : null;

    public long? Long(string field) => MlflowRequest.Value(element, field) is { } value ? MlflowRequest.LongOf(value, At(field)) : null;

    public long RequiredLong(string field) => Long(field) ?? throw Missing(field);

    public bool? Flag(string field) => MlflowRequest.Value(element, field) is { } value ? MlflowRequest.FlagOf(value, At(field)) : null;

    /// <summary>A number, or <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.</summary>
    public double Number(string field)
    {
        JsonElement value = MlflowRequest.Value(element, field) ?? throw Missing(field);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)) return number;
        return (value.ValueKind == JsonValueKind.String ? value.GetString() : null) switch
        {
            "NaN" or "nan" => double.NaN,
            "Infinity" or "inf" => double.PositiveInfinity,
            "-Infinity" or "-inf" => double.NegativeInfinity,
            { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) => number,
            _ => throw MlflowRequest.WrongType(value, At(field)),
        };
    }

    public MlflowObject? Object(string field) => MlflowRequest.Value(element, field) is { ValueKind: JsonValueKind.Object } value ? new MlflowObject(value, At(field)) : null;

    public IReadOnlyList<MlflowObject> Objects(string field)
        => MlflowRequest.Value(element, field) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select((e, i) => new MlflowObject(e, new FieldPlace(this, field, i)))] : [];

    private FieldPlace At(string field) => new(this, field);

    private MlflowException Missing(string field) => MlflowException.Required(At(field).ToString());
}
