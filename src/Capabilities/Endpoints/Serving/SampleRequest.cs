using System.Text.Json.Nodes;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Endpoints;

/// <summary>A request that an endpoint's contract allows, of one row or as many as the model takes.</summary>
public static class SampleRequest
{
    /// <summary>Null when there is no input to send.</summary>
    public static InferenceBody? Of(ServedInputs inputs) => inputs.All.Count == 0 ? null : Body(inputs, RequestTensors.Right);

    /// <param name="value">Of each element of an input, and the datatype it goes by.</param>
    internal static InferenceBody Body(ServedInputs inputs, Func<InputColumn, (string Datatype, JsonNode Value)> value)
    {
        var tensors = new List<byte>();
        int rows = inputs.Rows ?? 1;
        JsonArray sent = [.. inputs.Sent.Select(c => RequestTensors.Tensor(c, value(c), rows, tensors))];
        if (inputs.Key is { } key) sent.Add(RequestTensors.Key(key, rows));
        var body = new JsonObject { ["inputs"] = sent };
        if (inputs.AnswersBinary) body["parameters"] = new JsonObject { ["binary_data_output"] = true };
        return new InferenceBody(body.ToJsonString(), tensors.ToArray());
    }
}
