using System.Text.Json;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>
/// Parameters are texts, numbers and booleans. Those that mean something here are read; the others are kept as they are, for a model that is a program of
/// its own.
/// </summary>
internal struct V2Parameters
{
    private List<Parameter>? _others;

    /// <summary>Of an input: its elements follow the JSON in so many bytes.</summary>
    public int? BinaryDataSize { get; private set; }

    /// <summary>Of an output: whether it is wanted as binary.</summary>
    public bool? BinaryData { get; private set; }

    /// <summary>Of an output: how many of the greatest of each row are wanted in its place; 0: itself.</summary>
    public int? Classes { get; private set; }

    /// <summary>Of the request: the same for every output that does not say it itself.</summary>
    public bool? BinaryDataOutput { get; private set; }

    /// <summary>Of the request: microseconds that the client will wait; 0 leaves it to the server.</summary>
    public long? Timeout { get; private set; }

    /// <summary>Where that number stands in the JSON; empty when it is not there.</summary>
    public Range TimeoutAt { get; private set; }

    /// <summary>Those that mean nothing here; null when there are none.</summary>
    public readonly IReadOnlyList<Parameter>? Others => _others;

    /// <summary>Reads the object that follows its name.</summary>
    public static V2Parameters Read(ref Utf8JsonReader json, string field)
    {
        if (!json.Read() || json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null)) throw RequestFault.Malformed($"'{field}' must be an object.");
        var read = default(V2Parameters);
        if (json.TokenType == JsonTokenType.Null) return read;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName) read.ReadOne(ref json, field);
        return read;
    }

    private void ReadOne(ref Utf8JsonReader json, string field)
    {
        if (json.ValueTextEquals("binary_data_size"u8)) BinaryDataSize = Whole(ref json, "binary_data_size", BinaryDataSize is null);
        else if (json.ValueTextEquals("binary_data_output"u8)) BinaryDataOutput = Flag(ref json, "binary_data_output", BinaryDataOutput is null);
        else if (json.ValueTextEquals("binary_data"u8)) BinaryData = Flag(ref json, "binary_data", BinaryData is null);
        else if (json.ValueTextEquals("timeout"u8))
        {
            Timeout = Microseconds(ref json, Timeout is null);
            TimeoutAt = (int)json.TokenStartIndex..(int)json.BytesConsumed;
        }
        else if (json.ValueTextEquals("classification"u8)) Classes = Whole(ref json, "classification", Classes is null);
        else if (json.ValueTextEquals("shared_memory_region"u8)) throw RequestFault.Malformed("Shared memory is not taken; send 'data' or binary tensors.");
        else
        {
            string name = JsonTexts.ReadName(ref json, field);
            json.Read();
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                throw RequestFault.Malformed($"'{field}' holds a nested value; parameters are texts, numbers and booleans.");
            Parameter.Add(ref _others, name, ref json, field);
        }
    }

    private static int Whole(ref Utf8JsonReader json, string name, bool first)
    {
        DemandFirst(name, first);
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int whole) && whole >= 0
            ? whole
            : throw RequestFault.Malformed($"'{name}' must be a whole number from 0 to 2147483647.");
    }

    private static bool Flag(ref Utf8JsonReader json, string name, bool first)
    {
        DemandFirst(name, first);
        json.Read();
        return json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : throw RequestFault.Malformed($"'{name}' must be true or false.");
    }

    private static long Microseconds(ref Utf8JsonReader json, bool first)
    {
        DemandFirst("timeout", first);
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long time) && time >= 0
            ? time
            : throw RequestFault.Malformed("'timeout' must be a whole number of microseconds, 0 or more.");
    }

    private static void DemandFirst(string name, bool first)
    {
        if (!first) throw RequestFault.Malformed($"'{name}' is there twice; send it once.");
    }
}
