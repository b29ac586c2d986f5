using System.Text.Json;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;
using Cairn.Serving.V2;

namespace Cairn.Serving.Scoring;

/// <summary>
/// Reads the JSON body: an object with exactly one of the four forms, and <c>params</c>, which are for the model; other names are passed over.
/// For a model of one text <c>messages</c>, <c>prompt</c> or <c>input</c> in place of a form make the whole object that text, as for MLflow's language models.
/// </summary>
internal static class ScoringJsonReader
{
    private static readonly string[] Forms = ["dataframe_split", "dataframe_records", "instances", "inputs"];

    public static void Read(RowCollector rows, ReadOnlySpan<byte> body, int maxDepth)
    {
        var options = new JsonReaderOptions { MaxDepth = maxDepth };
        try
        {
            var json = new Utf8JsonReader(body, options);
            (string form, int at) = FindForm(rows, ref json);
            if (at < 0)
            {
                rows.Whole(body);
                return;
            }

            var value = new Utf8JsonReader(body[at..], options);
            // The value is followed by the rest of the object, which has been read already.
            value.Read();
            ReadForm(rows, ref value, body[at..], form);
        }
        catch (Exception e) when (JsonFaults.IsFault(e)) { throw JsonFaults.Of(e, maxDepth); }
    }

    private static (string Form, int At) FindForm(RowCollector rows, ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw RequestFault.Malformed($"The body must be a JSON object with exactly one of {string.Join(", ", Forms)}.");
        (string Form, int At)? found = null;
        int seen = 0;
        bool model = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("params"u8))
            {
                rows.Pass(ReadParameters(ref json, V2RequestReader.Once(ref seen, 1, "params")));
                continue;
            }

            int form = FormAt(ref json);
            model |= json.ValueTextEquals("messages"u8) || json.ValueTextEquals("prompt"u8) || json.ValueTextEquals("input"u8);
            json.Read();
            if (form >= 0)
            {
                if (found is not null) throw RequestFault.Malformed($"The body has more than one of {string.Join(", ", Forms)}; send exactly one.");
                found = (Forms[form], (int)json.TokenStartIndex);
            }

            json.Skip();
        }

        if (json.Read()) throw RequestFault.Malformed("Something follows the JSON object; send one object only.");
        if (found is null && model && rows.TakesWhole) return ("", -1);
        return found ?? throw RequestFault.Malformed($"The body has none of {string.Join(", ", Forms)}; send exactly one.");
    }

    private static List<Parameter>? ReadParameters(ref Utf8JsonReader json, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) throw RequestFault.Malformed($"'{field}' must be an object.");
        List<Parameter>? read = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = JsonTexts.ReadName(ref json, field);
            json.Read();
            Parameter.Add(ref read, name, ref json, field);
        }

        return read;
    }

    private static int FormAt(ref Utf8JsonReader json)
    {
        for (int i = 0; i < Forms.Length; i++)
            if (json.ValueTextEquals(Forms[i])) return i;
        return -1;
    }

    private static void ReadForm(RowCollector rows, ref Utf8JsonReader json, ReadOnlySpan<byte> value, string form)
    {
        switch (form)
        {
            case "dataframe_split": SplitFrameReader.Read(rows, ref json, value); break;
            case "dataframe_records": RowsReader.Read(rows, ref json, form, RowShape.Object); break;
            case "instances": RowsReader.Read(rows, ref json, form, RowShape.Any); break;
            case "inputs" when json.TokenType == JsonTokenType.StartObject: ColumnsReader.Read(rows, ref json); break;
            case "inputs" when json.TokenType != JsonTokenType.StartArray: RowsReader.ReadRow(rows, ref json, form, RowShape.Any); break;
            default: RowsReader.Read(rows, ref json, form, RowShape.Any); break;
        }
    }
}
