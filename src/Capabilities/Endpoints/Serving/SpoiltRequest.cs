using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Inference;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Endpoints;

/// <summary>A request of one row that breaks an endpoint's contract in one column: the way to see that the contract is enforced.</summary>
/// <param name="Column">The input that is wrong; a refusal names it.</param>
public sealed record SpoiltRequest(string Column, string Json)
{
    /// <summary>Null when there is no input to spoil.</summary>
    /// <exception cref="FormatException">The version cannot be served under this contract.</exception>
    public static SpoiltRequest? Of(string signatureJson, DataContract contract)
    {
        IReadOnlyList<InputColumn> columns = InputRules.Of(signatureJson, contract);
        if (columns.Count == 0) return null;
        InputColumn spoilt = columns.FirstOrDefault(c => c.Max is not null || c.Min is not null) ?? columns.FirstOrDefault(c => c.Allowed is not null) ?? columns[0];
        return new SpoiltRequest(spoilt.Name, new JsonObject { ["inputs"] = new JsonArray([.. columns.Select(c => (JsonNode)(c == spoilt ? Wrong(c) : RequestTensors.Right(c)))]) }.ToJsonString());
    }

    /// <summary>Outside the range, not among the allowed values, or of another type where the contract says no more.</summary>
    private static JsonObject Wrong(InputColumn c)
    {
        if (c.Max is { } max) return RequestTensors.Tensor(c, c.Datatype, max + 1);
        if (c.Min is { } min) return RequestTensors.Tensor(c, c.Datatype, min - 1);
        if (c.Allowed is { } allowed) return RequestTensors.IsText(c) ? RequestTensors.Tensor(c, c.Datatype, string.Concat(allowed) + "?") : RequestTensors.Tensor(c, c.Datatype, allowed.Select(a => double.TryParse(a, CultureInfo.InvariantCulture, out double v) ? v : 0).Max() + 1);
        return RequestTensors.IsText(c) ? RequestTensors.Tensor(c, Datatype.Fp32.Name(), 0) : RequestTensors.Tensor(c, Datatype.Bytes.Name(), "a");
    }
}
