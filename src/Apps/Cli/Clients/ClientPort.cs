using System.Text.Json.Nodes;

namespace Cairn.Cli.Clients;

/// <summary>One input or output of an endpoint, as a client sees it.</summary>
/// <param name="Width">Values in one row.</param>
/// <param name="Note">What the contract allows, for the reader.</param>
internal sealed record ClientPort(string Name, string Datatype, IReadOnlyList<long> Shape, int Width, bool Nullable, string Note)
{
    /// <exception cref="FormatException">Its rows have no fixed size, or it has none.</exception>
    public static ClientPort Of(JsonNode port)
    {
        string name = (string)port["name"]!, datatype = (string)port["datatype"]!;
        long[] shape = [.. (port["shape"] as JsonArray ?? []).Select(d => (long)d!)];
        if (shape is [>= 0 and var entries, ..]) throw new FormatException($"'{name}' has {entries} entries however many rows are asked; a typed client knows one entry for each row only");
        if (shape.Skip(1).Any(d => d < 0)) throw new FormatException($"'{name}' has a size that each request decides; a typed client knows fixed rows only");
        return new(name, datatype, shape, (int)shape.Skip(1).Aggregate(1L, (a, b) => a * b), (bool?)port["nullable"] ?? false, NoteOf(port, datatype));
    }

    private static string NoteOf(JsonNode port, string datatype)
    {
        string note = datatype;
        if ((port["min"] ?? port["max"]) is not null) note += $", {port["min"]?.ToString() ?? "any"} to {port["max"]?.ToString() ?? "any"}";
        if (port["allowed"] is JsonArray { Count: > 0 } allowed) note += ", one of " + string.Join(", ", allowed.Take(20).Select(a => a!.ToString())) + (allowed.Count > 20 ? ", …" : "");
        return note;
    }
}
