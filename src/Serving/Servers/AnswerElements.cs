using System.Runtime.InteropServices;
using System.Text.Json;
using Cairn.Serving.Models;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Servers;

/// <summary>Values of a server's JSON as elements of a tensor; nested lists are read as flat ones.</summary>
internal static class AnswerElements
{
    public static TensorBuffer Begin(ModelPort port)
    {
        var tensor = new TensorBuffer();
        tensor.Begin(port.Name, port.Type);
        return tensor;
    }

    public static void Add(JsonElement values, TensorBuffer to)
    {
        var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(values));
        try
        {
            while (json.Read())
            {
                if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray) continue;
                if (json.TokenType is JsonTokenType.StartObject) throw new ModelFailure($"The server's output '{to.Name}' holds an object where values are expected.");
                JsonElementReader.Add(ref json, to, nullable: true);
            }
        }
        catch (RequestFault)
        {
            // Its words speak of inputs.
            throw new ModelFailure($"The server's output '{to.Name}' holds a value that its datatype {Contracts.Inference.Datatypes.Name(to.Type)} cannot hold.");
        }
    }

    /// <summary>Sets the shape by the output's own sizes and the number of values.</summary>
    public static void Close(TensorBuffer tensor, ModelPort port, int rows)
    {
        if (!TensorShapes.Set(tensor, port, rows)) throw new ModelFailure($"The server's output '{port.Name}' has {tensor.Count} values for {rows} rows; it should be {port}.");
    }
}
