using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Endpoints;

/// <summary>A request of one row that an endpoint's contract allows.</summary>
public static class SampleRequest
{
    /// <summary>Null when there is no input to send.</summary>
    /// <exception cref="FormatException">The version cannot be served under this contract.</exception>
    public static string? Of(string signatureJson, DataContract contract)
    {
        IReadOnlyList<InputColumn> columns = InputRules.Of(signatureJson, contract);
        return columns.Count == 0 ? null : new JsonObject { ["inputs"] = new JsonArray([.. columns.Select(c => (JsonNode)RequestTensors.Right(c))]) }.ToJsonString();
    }
}
