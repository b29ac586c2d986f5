using System.Text.Json;

namespace Cairn.Serving.Runs;

/// <summary>A parameter of a request that means nothing here: it is for the model, where that is a program of its own.</summary>
internal sealed record Parameter(string Name, JsonElement Value)
{
    private const int Most = 256;

    /// <summary>Takes the value on which the reader stands into a list, which is made for the first.</summary>
    public static void Add(ref List<Parameter>? to, string name, ref Utf8JsonReader json, string field)
    {
        to ??= [];
        if (to.Count == Most) throw RequestFault.Malformed($"'{field}' holds more than {Most} values; send fewer.");
        if (to.Exists(p => p.Name == name)) throw RequestFault.Malformed($"'{field}' has a name twice; send it once.");
        to.Add(new(name, JsonElement.ParseValue(ref json)));
    }
}
