using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Segments;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;
using Cairn.Serving.V2;

namespace Cairn.Serving.Outcomes;

/// <summary>Reads one outcome or a list of them: <c>{prediction_id | key, value, at?}</c>. A fault names the row and the field.</summary>
internal sealed class OutcomeReader(string endpoint, DateTimeOffset received, int most)
{
    private const int MaxText = 1024;

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
            if (json.TokenType != JsonTokenType.StartObject) throw Fault(outcomes.Count, "is no object");
            if (outcomes.Count == most) throw RequestFault.TooLarge($"The list has more than {most} outcomes; send them in parts.");
            outcomes.Add(One(ref json, outcomes.Count));
        }
    }

    private OutcomeRecord One(ref Utf8JsonReader json, int row)
    {
        string? id = null, key = null;
        OutcomeValue? value = null;
        DateTimeOffset at = received;
        int seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prediction_id"u8)) id = PredictionId(ref json, row, V2RequestReader.Once(ref seen, 1, $"[{row}].prediction_id"));
            else if (json.ValueTextEquals("key"u8)) key = Key(ref json, row, V2RequestReader.Once(ref seen, 2, $"[{row}].key"));
            else if (json.ValueTextEquals("value"u8)) value = Value(ref json, row, V2RequestReader.Once(ref seen, 4, $"[{row}].value"));
            else if (json.ValueTextEquals("at"u8)) at = Time(ref json, row, V2RequestReader.Once(ref seen, 8, $"[{row}].at"));
            else throw Fault(row, "has a field other than prediction_id, key, value and at");
        }

        if (id is null == key is null) throw Fault(row, "must have exactly one of 'prediction_id' and 'key'");
        return new(endpoint, id, key, value ?? throw Fault(row, "has no 'value'"), at, received);
    }

    private static string PredictionId(ref Utf8JsonReader json, int row, string field)
    {
        json.Read();
        string id = JsonTexts.Read(ref json, field);
        int dot = id.LastIndexOf('.');
        bool fine = dot > 0 && id.Length <= RequestIds.MaxLength + 12 && int.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
        return fine ? id : throw Fault(row, "has a 'prediction_id' that is not '<request>.<row>'");
    }

    private static string Key(ref Utf8JsonReader json, int row, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number)) return number.ToString(CultureInfo.InvariantCulture);
        string key = JsonTexts.Read(ref json, field);
        return key.Length is > 0 and <= MaxText ? key : throw Fault(row, $"has a 'key' that has not 1 to {MaxText} characters");
    }

    private static OutcomeValue Value(ref Utf8JsonReader json, int row, string field)
    {
        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False: return OutcomeValue.Of(json.GetBoolean() ? 1 : 0);
            case JsonTokenType.Number when json.TryGetDouble(out double number) && double.IsFinite(number): return OutcomeValue.Of(number);
            case JsonTokenType.String:
                string text = JsonTexts.Read(ref json, field);
                return text.Length <= MaxText ? OutcomeValue.Of(text) : throw Fault(row, $"has a 'value' of more than {MaxText} characters");
            default: throw Fault(row, "has a 'value' that is neither a number, a boolean nor a text");
        }
    }

    private static DateTimeOffset Time(ref Utf8JsonReader json, int row, string field)
    {
        json.Read();
        string text = JsonTexts.Read(ref json, field);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            ? at
            : throw Fault(row, "has an 'at' that is no ISO 8601 time");
    }

    private static RequestFault Fault(int row, string what) => RequestFault.Malformed($"Outcome [{row}] {what}. Nothing of this call was kept.");
}
