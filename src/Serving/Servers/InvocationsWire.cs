using System.Text.Json;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Servers;

/// <summary>
/// MLflow's scoring protocol as a client speaks it. Where each input is one value a row they go as <c>dataframe_split</c>, else as <c>inputs</c>. Of the
/// <c>predictions</c> are taken: a list of records, columns by name, a list of values, a list of rows. Parameters of the request go as <c>params</c>.
/// </summary>
internal sealed class InvocationsWire : IServerWire
{
    public string Path => "invocations";

    public string Platform => "command_invocations";

    public void Write(Utf8JsonWriter json, TensorBuffer[] inputs, IReadOnlyList<ModelPort> outputs, Passed passed)
    {
        json.WriteStartObject();
        if (inputs.All(i => i.Width == 1)) WriteTable(json, inputs);
        else WriteTensors(json, inputs);
        WriteParameters(json, passed.Parameters);
        json.WriteEndObject();
    }

    public TensorBuffer[] Read(JsonElement answer, IReadOnlyList<ModelPort> outputs, int rows)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("predictions"u8, out JsonElement predictions)) throw new ModelFailure("The server's answer has no 'predictions'.");
        TensorBuffer[] tensors = [.. outputs.Select(AnswerElements.Begin)];
        if (predictions.ValueKind == JsonValueKind.Object)
            for (int i = 0; i < tensors.Length; i++) AnswerElements.Add(Of(predictions, outputs[i].Name), tensors[i]);
        else if (predictions.ValueKind != JsonValueKind.Array || predictions.GetArrayLength() != rows) throw new ModelFailure($"The server's 'predictions' are no list of {rows} rows.");
        else if (tensors.Length == 1 && predictions.EnumerateArray().All(p => p.ValueKind != JsonValueKind.Object)) AnswerElements.Add(predictions, tensors[0]);
        else
            foreach (JsonElement row in predictions.EnumerateArray()) AddRow(row, tensors, outputs);
        for (int i = 0; i < tensors.Length; i++) AnswerElements.Close(tensors[i], outputs[i], rows);
        return tensors;
    }

    private static JsonElement Of(JsonElement named, string name) =>
        named.TryGetProperty(name, out JsonElement value) ? value : throw new ModelFailure($"The server's 'predictions' lack the output '{name}'.");

    private static void AddRow(JsonElement row, TensorBuffer[] tensors, IReadOnlyList<ModelPort> outputs)
    {
        if (row.ValueKind == JsonValueKind.Array && row.GetArrayLength() != tensors.Length) throw new ModelFailure($"A row of the server's 'predictions' has not one value for each of the {tensors.Length} outputs.");
        if (row.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) throw new ModelFailure("A row of the server's 'predictions' is neither a record nor a list.");
        for (int i = 0; i < tensors.Length; i++) AnswerElements.Add(row.ValueKind == JsonValueKind.Object ? Of(row, outputs[i].Name) : row[i], tensors[i]);
    }

    private static void WriteParameters(Utf8JsonWriter json, IReadOnlyList<Parameter> parameters)
    {
        if (parameters.Count == 0) return;
        json.WriteStartObject("params"u8);
        foreach (Parameter parameter in parameters)
        {
            json.WritePropertyName(parameter.Name);
            parameter.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteTable(Utf8JsonWriter json, TensorBuffer[] inputs)
    {
        json.WriteStartObject("dataframe_split"u8);
        json.WriteStartArray("columns"u8);
        foreach (TensorBuffer input in inputs) json.WriteStringValue(input.Name);
        json.WriteEndArray();
        json.WriteStartArray("data"u8);
        TextRows texts = new(inputs);
        for (int row = 0; row < inputs[0].Rows; row++)
        {
            json.WriteStartArray();
            for (int i = 0; i < inputs.Length; i++)
                if (inputs[i].Type == Datatype.Bytes) JsonElementWriter.WriteText(json, texts.Of(i, row));
                else JsonElementWriter.Write(json, inputs[i], row);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, TensorBuffer[] inputs)
    {
        json.WriteStartObject("inputs"u8);
        TextRows texts = new(inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            json.WritePropertyName(inputs[i].Name);
            int at = 0;
            WriteLevel(json, inputs[i], 0, ref at, e =>
            {
                if (inputs[i].Type == Datatype.Bytes) JsonElementWriter.WriteText(json, texts.Of(i, e));
                else JsonElementWriter.Write(json, inputs[i], e);
            });
        }

        json.WriteEndObject();
    }

    private static void WriteLevel(Utf8JsonWriter json, TensorBuffer tensor, int level, ref int at, Action<int> element)
    {
        json.WriteStartArray();
        for (int n = tensor.Shape[level]; n > 0; n--)
            if (level == tensor.Shape.Length - 1) element(at++);
            else WriteLevel(json, tensor, level + 1, ref at, element);
        json.WriteEndArray();
    }
}
