using System.Text.Json;
using Cairn.Serving.Models;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Servers;

/// <summary>A protocol that a model's own server speaks.</summary>
internal interface IServerWire
{
    /// <summary>Where a prediction is asked for.</summary>
    string Path { get; }

    /// <summary>Its name in the model's metadata.</summary>
    string Platform { get; }

    /// <summary>A model is asked any row that its contract allows; else nothing can be made up to try it with.</summary>
    bool TakesAnyRow => true;

    /// <exception cref="RequestFault">The inputs cannot be said in this protocol.</exception>
    void Check(TensorBuffer[] inputs)
    {
    }

    /// <summary>The body of a request.</summary>
    void Write(Utf8JsonWriter json, TensorBuffer[] inputs, IReadOnlyList<ModelPort> outputs, Passed passed);

    /// <summary>One tensor per output, of so many rows; not yet held against the outputs' shapes.</summary>
    /// <exception cref="ModelFailure">The answer is not what the protocol says.</exception>
    TensorBuffer[] Read(JsonElement answer, IReadOnlyList<ModelPort> outputs, int rows);
}
