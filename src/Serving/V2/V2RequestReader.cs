using System.Text.Json;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>
/// Reads <c>{id?, parameters?, inputs:[…], outputs?:[…]}</c> in one pass, straight into the columns. Names may come in any order:
/// data that stand before their datatype and shape are read when the tensor ends. Unknown names are passed over, repeated ones refused.
/// Binary tensors stand behind the object, in the order of the inputs that say so.
/// </summary>
internal static class V2RequestReader
{
    public static void Read(InferenceWork work, ReadOnlySpan<byte> body, BinaryPart binary, int maxDepth)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw RequestFault.Malformed("The body must be one JSON object with 'inputs'.");
            ReadObject(work, ref json, body, ref binary);
            if (json.Read()) throw RequestFault.Malformed("Something follows the JSON object; send one object only.");
        }
        catch (Exception e) when (JsonFaults.IsFault(e)) { throw JsonFaults.Of(e, maxDepth); }

        binary.DemandEnd();
        ColumnChecks.Check(work);
    }

    private static void ReadObject(InferenceWork work, ref Utf8JsonReader json, ReadOnlySpan<byte> body, ref BinaryPart binary)
    {
        int seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("inputs"u8)) ReadInputs(work, ref json, body, Once(ref seen, 1, "inputs"), ref binary);
            else if (json.ValueTextEquals("id"u8)) ReadId(work, ref json, Once(ref seen, 2, "id"));
            else if (json.ValueTextEquals("outputs"u8)) V2OutputsReader.Read(work, ref json, Once(ref seen, 4, "outputs"));
            else if (json.ValueTextEquals("parameters"u8)) ReadParameters(work, ref json, Once(ref seen, 8, "parameters"));
            else json.Skip();
        }

        if ((seen & 1) == 0) throw RequestFault.Malformed("'inputs' is missing; send the list of input tensors.");
    }

    internal static string Once(ref int seen, int flag, string name)
    {
        if ((seen & flag) != 0) throw RequestFault.Malformed($"'{name}' is there twice; send it once.");
        seen |= flag;
        return name;
    }

    private static void ReadId(InferenceWork work, ref Utf8JsonReader json, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return;
        string id = JsonTexts.Read(ref json, field);
        if (id.Length == 0) return;
        (work.RequestId, work.Replayable) = (RequestIds.Checked(id, field), true);
    }

    private static void ReadParameters(InferenceWork work, ref Utf8JsonReader json, string field)
    {
        V2Parameters read = V2Parameters.Read(ref json, field);
        work.BinaryOutput = read.BinaryDataOutput ?? false;
        work.Parameters = read.Others;
        work.PatienceAt = read.TimeoutAt;
        if (read.Timeout is > 0 and { } time) work.Patience = TimeSpan.FromMicroseconds(Math.Min(time, InferenceWork.MostPatience));
    }

    private static void ReadInputs(InferenceWork work, ref Utf8JsonReader json, ReadOnlySpan<byte> body, string field, ref BinaryPart binary)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray) throw RequestFault.Malformed($"'{field}' must be a list of tensors.");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject) throw RequestFault.Malformed("Each of 'inputs' must be an object with name, shape, datatype and data.");
            new V2TensorReader(work).Read(ref json, body, ref binary);
        }

        if (work.Matrix.Name.Length > 0 && work.Matrix.Shape.Length > 0) ColumnChecks.SplitMatrix(work);
    }
}
