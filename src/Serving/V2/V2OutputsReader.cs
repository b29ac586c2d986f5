using System.Text.Json;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>Reads which outputs are wanted.</summary>
internal static class V2OutputsReader
{
    private const int Most = 256;

    public static void Read(InferenceWork work, ref Utf8JsonReader json, string field)
    {
        if (!json.Read() || json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.Null)) throw RequestFault.Malformed($"'{field}' must be a list of objects with a name.");
        if (json.TokenType == JsonTokenType.Null) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject || work.Wanted.Count == Most) throw RequestFault.Malformed($"Each of '{field}' must be an object with a name, at most {Most}.");
            WantedOutput wanted = ReadOne(ref json);
            foreach (WantedOutput other in work.Wanted)
                if (other.Name == wanted.Name) throw RequestFault.Malformed($"'{field}' names an output twice; name each once.");
            work.Wanted.Add(wanted);
        }
    }

    private static WantedOutput ReadOne(ref Utf8JsonReader json)
    {
        string? name = null;
        V2Parameters parameters = default;
        int seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("name"u8))
            {
                V2RequestReader.Once(ref seen, 1, "name");
                json.Read();
                name = JsonTexts.Read(ref json, "outputs.name");
            }
            else if (json.ValueTextEquals("parameters"u8)) parameters = V2Parameters.Read(ref json, V2RequestReader.Once(ref seen, 2, "parameters"));
            else json.Skip();
        }

        return name is null ? throw RequestFault.Malformed("One of 'outputs' has no 'name'.") : new WantedOutput(name, parameters.BinaryData, parameters.Classes ?? 0);
    }
}
