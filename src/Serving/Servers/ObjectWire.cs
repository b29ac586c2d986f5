using System.Text;
using System.Text.Json;
using Cairn.Serving.Models;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Servers;

/// <summary>
/// MLflow's scoring protocol for language models, whose input is the whole JSON object of a request (<c>messages</c>, <c>prompt</c> or <c>input</c> in it) and
/// whose answer is not wrapped. Here both are texts of JSON.
/// </summary>
internal sealed class ObjectWire : IServerWire
{
    public string Path => "invocations";

    public string Platform => "command_object";

    public bool TakesAnyRow => false;

    public void Check(TensorBuffer[] inputs)
    {
        if (inputs[0].Count != 1) throw RequestFault.Contract($"The model takes one object in a request; send '{inputs[0].Name}' with one row.", inputs[0].Name);
        if (!JsonTexts.IsObject(Text(inputs[0]))) throw RequestFault.Contract($"Input '{inputs[0].Name}' must be the text of one JSON object.", inputs[0].Name);
    }

    public void Write(Utf8JsonWriter json, TensorBuffer[] inputs, IReadOnlyList<ModelPort> outputs, Passed passed) => json.WriteRawValue(Text(inputs[0]), skipInputValidation: true);

    public TensorBuffer[] Read(JsonElement answer, IReadOnlyList<ModelPort> outputs, int rows)
    {
        TensorBuffer text = AnswerElements.Begin(outputs[0]);
        text.AddText(Encoding.UTF8.GetBytes(answer.GetRawText()));
        AnswerElements.Close(text, outputs[0], rows);
        return [text];
    }

    private static ReadOnlySpan<byte> Text(TensorBuffer tensor)
    {
        TextEnumerator texts = tensor.Texts();
        return texts.MoveNext() ? texts.Current : default;
    }
}
