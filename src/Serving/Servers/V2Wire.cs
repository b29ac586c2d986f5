using System.Text.Json;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Servers;

/// <summary>The Open Inference Protocol V2 as a client speaks it: JSON in and out. What a request says to the model, and the time left to it, go as <c>parameters</c>.</summary>
internal sealed class V2Wire(string model) : IServerWire
{
    public string Path { get; } = $"v2/models/{Uri.EscapeDataString(model)}/infer";

    public string Platform => "command_v2";

    public void Write(Utf8JsonWriter json, TensorBuffer[] inputs, IReadOnlyList<ModelPort> outputs, Passed passed)
    {
        json.WriteStartObject();
        WriteParameters(json, passed);
        json.WriteStartArray("inputs"u8);
        foreach (TensorBuffer input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, input.Name);
            json.WriteString("datatype"u8, input.Type.Name());
            json.WriteStartArray("shape"u8);
            foreach (int size in input.Shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data"u8);
            JsonElementWriter.WriteAll(json, input);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("outputs"u8);
        foreach (ModelPort output in outputs)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, output.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Lists and objects, which the other protocol allows, have no place in this one.</summary>
    private static void WriteParameters(Utf8JsonWriter json, Passed passed)
    {
        Parameter[] plain = [.. passed.Parameters.Where(p => p.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))];
        if (plain.Length == 0 && passed.Left is null) return;
        json.WriteStartObject("parameters"u8);
        foreach (Parameter parameter in plain)
        {
            json.WritePropertyName(parameter.Name);
            parameter.Value.WriteTo(json);
        }

        if (passed.Left is { } left) json.WriteNumber("timeout"u8, (long)Math.Max(1, left.TotalMicroseconds));
        json.WriteEndObject();
    }

    public TensorBuffer[] Read(JsonElement answer, IReadOnlyList<ModelPort> outputs, int rows)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("outputs"u8, out JsonElement given) || given.ValueKind != JsonValueKind.Array)
            throw new ModelFailure("The server's answer has no list 'outputs'.");
        var tensors = new TensorBuffer[outputs.Count];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = Read(Find(given, outputs[i].Name), outputs[i], rows);
        return tensors;
    }

    private static JsonElement Find(JsonElement given, string name)
    {
        foreach (JsonElement one in given.EnumerateArray())
            if (one.ValueKind == JsonValueKind.Object && one.TryGetProperty("name"u8, out JsonElement called) && called.ValueKind == JsonValueKind.String && called.ValueEquals(name)) return one;
        throw new ModelFailure($"The server's answer lacks the output '{name}'.");
    }

    private static TensorBuffer Read(JsonElement given, ModelPort port, int rows)
    {
        TensorBuffer tensor = AnswerElements.Begin(port);
        if (given.TryGetProperty("datatype"u8, out JsonElement type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals(port.Type.Name())))
            throw new ModelFailure($"The server's output '{port.Name}' has another datatype than {port.Type.Name()}.");
        if (!given.TryGetProperty("shape"u8, out JsonElement sizes) || !Fits(sizes, port, rows, out int[] shape))
            throw new ModelFailure($"The server's output '{port.Name}' has another shape than {port} for {rows} rows.");
        if (!given.TryGetProperty("data"u8, out JsonElement data) || data.ValueKind != JsonValueKind.Array) throw new ModelFailure($"The server's output '{port.Name}' has no list 'data'.");
        AnswerElements.Add(data, tensor);
        if (tensor.Count != shape.Aggregate(1L, (a, b) => a * b)) throw new ModelFailure($"The server's output '{port.Name}' has another number of values than its shape says.");
        tensor.SetShape(shape);
        return tensor;
    }

    /// <summary><c>[N]</c> and <c>[N,1]</c> are the same, as everywhere; the answer goes out in the shape that the manifest says.</summary>
    private static bool Fits(JsonElement sizes, ModelPort port, int rows, out int[] shape)
    {
        shape = [];
        if (sizes.ValueKind != JsonValueKind.Array || sizes.EnumerateArray().Any(s => s.ValueKind != JsonValueKind.Number || !s.TryGetInt32(out _))) return false;
        int[] given = [.. sizes.EnumerateArray().Select(s => s.GetInt32())];
        int[] wanted = [rows, .. port.Shape.Skip(1).Select(d => (int)d)];
        shape = [.. wanted.Select((d, i) => d < 0 && i < given.Length ? given[i] : d)];
        return shape.SequenceEqual(given) || (shape is [var n] && given is [var a, 1] && a == n) || (shape is [var m, 1] && given is [var b] && b == m);
    }
}
