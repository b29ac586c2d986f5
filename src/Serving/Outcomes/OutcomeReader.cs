using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Segments;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;
using Cairn.Serving.V2;

namespace Cairn.Serving.Outcomes;

/// <summary>Reads one outcome or a list of them from JSON: <c>{prediction_id | key, value, at?, id?}</c>.</summary>
internal sealed class OutcomeReader(OutcomeFields fields, int most)
{
    public List<OutcomeRecord> Read(ReadOnlySpan<byte> body, int maxDepth)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        var outcomes = new List<OutcomeRecord>();
        try
        {
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject) outcomes.Add(One(ref json, 0));
            else if (json.TokenType == JsonTokenType.StartArray) Many(ref json, outcomes);
            else throw RequestFault.Malformed("The body must be an outcome or a list of outcomes.");
            if (json.Read()) throw RequestFault.Malformed("Something follows the JSON value; send one value only.");
        }
        catch (Exception e) when (JsonFaults.IsFault(e)) { throw JsonFaults.Of(e, maxDepth); }

        return outcomes.Count > 0 ? outcomes : throw RequestFault.Malformed("The list is empty; send at least one outcome.");
    }

    private void Many(ref Utf8JsonReader json, List<OutcomeRecord> outcomes)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject) throw OutcomeFields.Fault(outcomes.Count, "is no object");
            if (outcomes.Count == most) throw OutcomeFields.TooMany(most);
            outcomes.Add(One(ref json, outcomes.Count));
        }
    }

    private OutcomeRecord One(ref Utf8JsonReader json, int row)
    {
        var draft = new OutcomeDraft();
        int seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prediction_id"u8)) draft.PredictionId = OutcomeFields.PredictionId(Text(ref json, V2RequestReader.Once(ref seen, 1, $"[{row}].prediction_id")), row);
            else if (json.ValueTextEquals("key"u8)) draft.Key = Key(ref json, row, V2RequestReader.Once(ref seen, 2, $"[{row}].key"));
            else if (json.ValueTextEquals("value"u8)) draft.Value = Value(ref json, row, V2RequestReader.Once(ref seen, 4, $"[{row}].value"));
            else if (json.ValueTextEquals("at"u8)) draft.At = OutcomeFields.Time(Text(ref json, V2RequestReader.Once(ref seen, 8, $"[{row}].at")), row);
            else if (json.ValueTextEquals("id"u8)) draft.Id = OutcomeFields.Id(Text(ref json, V2RequestReader.Once(ref seen, 16, $"[{row}].id")), row);
            else throw OutcomeFields.Fault(row, "has a field other than prediction_id, key, value, at and id");
        }

        return fields.Record(row, draft);
    }

    private static string Text(ref Utf8JsonReader json, string field)
    {
        json.Read();
        return JsonTexts.Read(ref json, field);
    }

    private static string Key(ref Utf8JsonReader json, int row, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number)) return number.ToString(CultureInfo.InvariantCulture);
        return OutcomeFields.Key(JsonTexts.Read(ref json, field), row);
    }

    private static OutcomeValue Value(ref Utf8JsonReader json, int row, string field)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.True => OutcomeValue.Of(1),
            JsonTokenType.False => OutcomeValue.Of(0),
            JsonTokenType.Number when json.TryGetDouble(out double number) && double.IsFinite(number) => OutcomeFields.Number(number, WholeNumber.IsExact(json.ValueSpan, number), row),
            JsonTokenType.String => OutcomeFields.Text(JsonTexts.Read(ref json, field), row),
            _ => throw OutcomeFields.Fault(row, "has a 'value' that is neither a number, a boolean nor a text"),
        };
    }
}
