using System.Text.Json;
using Cairn.Serving.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.V2;

/// <summary>Reads a body that may be empty or one JSON object of which one member matters; the others are passed over.</summary>
internal sealed class OptionalObject(Admission admission, IOptions<ServingOptions> options)
{
    /// <summary>Reads a member's value; the reader stands at its name.</summary>
    public delegate void Member(ref Utf8JsonReader json);

    /// <exception cref="RequestFault">It is something else.</exception>
    public async Task ReadAsync(HttpContext http, string name, Member read)
    {
        int maxDepth = options.Value.MaxDepth;
        using RequestBody body = await RequestBody.ReadAsync(http, options.Value.MaxBodyBytes, new(admission), http.RequestAborted);
        if (body.Bytes.IsEmpty) return;
        try { Read(new Utf8JsonReader(body.Bytes, new JsonReaderOptions { MaxDepth = maxDepth }), name, read); }
        catch (Exception e) when (JsonFaults.IsFault(e)) { throw JsonFaults.Of(e, maxDepth); }
    }

    private static void Read(Utf8JsonReader json, string name, Member read)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw RequestFault.Malformed($"The body must be empty or an object with '{name}'.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(name)) read(ref json);
            else json.Skip();
        }
    }
}
