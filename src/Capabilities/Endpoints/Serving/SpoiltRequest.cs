using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Endpoints;

/// <summary>A request that breaks an endpoint's contract in one column: the way to see that the contract is enforced.</summary>
/// <param name="Column">The input that is wrong; a refusal names it.</param>
public sealed record SpoiltRequest(string Column, InferenceBody Body)
{
    /// <summary>Null when there is no input to spoil.</summary>
    public static SpoiltRequest? Of(ServedInputs inputs)
    {
        IReadOnlyList<InputColumn> columns = inputs.Sent;
        if (columns.Count == 0) return null;
        InputColumn spoilt = columns.FirstOrDefault(c => c.Max is not null || c.Min is not null) ?? columns.FirstOrDefault(c => c.Allowed is not null) ?? columns[0];
        return new SpoiltRequest(spoilt.Name, SampleRequest.Body(inputs, c => c == spoilt ? Wrong(c) : RequestTensors.Right(c)));
    }

    /// <summary>Outside the range, not among the allowed values, or of another type where the contract says no more.</summary>
    private static (string Datatype, JsonNode Value) Wrong(InputColumn c)
    {
        if (c.Max is { } max) return (c.Datatype, max + 1);
        if (c.Min is { } min) return (c.Datatype, min - 1);
        if (c.Allowed is { } allowed) return (c.Datatype, RequestTensors.IsText(c) ? (JsonNode)(string.Concat(allowed) + "?") : allowed.Select(a => double.TryParse(a, CultureInfo.InvariantCulture, out double v) ? v : 0).Max() + 1);
        return RequestTensors.IsText(c) ? (Datatype.Fp32.Name(), 0) : (Datatype.Bytes.Name(), "a");
    }
}
