using System.Text.Json.Nodes;

namespace Cairn.Cli.Clients;

/// <summary>What a client must know of an endpoint.</summary>
/// <param name="Key">Name of the column by which outcomes may be sent; null without one.</param>
/// <param name="Inputs">Without those that the server looks up.</param>
internal sealed record ClientContract(string Endpoint, string? Key, IReadOnlyList<ClientPort> Inputs, IReadOnlyList<ClientPort> Outputs)
{
    /// <exception cref="FormatException">Nothing serves yet, or a tensor has no typed form.</exception>
    public static ClientContract Of(JsonNode contract)
    {
        HashSet<string> lookedUp = [.. (contract["looked_up"] as JsonArray ?? []).Select(n => (string)n!)];
        ClientPort[] inputs = [.. (contract["inputs"] as JsonArray ?? []).Where(p => !lookedUp.Contains((string)p!["name"]!)).Select(p => ClientPort.Of(p!))];
        ClientPort[] outputs = [.. (contract["outputs"] as JsonArray ?? []).Select(p => ClientPort.Of(p!))];
        if (inputs.Length == 0 || outputs.Length == 0) throw new FormatException("no version serves behind the endpoint yet, so its inputs are not known");
        return new((string)contract["endpoint"]!, (string?)contract["key"], inputs, outputs);
    }
}
