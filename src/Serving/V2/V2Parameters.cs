using System.Text.Json;

namespace Cairn.Serving.V2;

/// <summary>Parameters are texts, numbers and booleans; none means anything here but those that ask for binary tensors.</summary>
internal static class V2Parameters
{
    public static void Check(ref Utf8JsonReader json, string field)
    {
        if (!json.Read() || json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null)) throw RequestFault.Malformed($"'{field}' must be an object.");
        if (json.TokenType == JsonTokenType.Null) return;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool binarySize = json.ValueTextEquals("binary_data_size"u8), shared = json.ValueTextEquals("shared_memory_region"u8);
            if (binarySize) throw RequestFault.Unsupported("Binary tensors are not taken here; send 'data' as JSON.");
            if (shared) throw RequestFault.Malformed("Shared memory is not taken; send 'data'.");
            json.Read();
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                throw RequestFault.Malformed($"'{field}' holds a nested value; parameters are texts, numbers and booleans.");
        }
    }
}
