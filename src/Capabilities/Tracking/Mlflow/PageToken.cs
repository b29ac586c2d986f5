using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Artifacts;

namespace Cairn.Tracking;

/// <summary>MLflow's page tokens: base64 of <c>{"offset": N}</c>.</summary>
public static class PageToken
{
    public static string Encode(long offset) => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject { ["offset"] = offset }.ToJsonString()));

    /// <summary>A token that goes on with one query alone.</summary>
    public static string Encode(long offset, string query)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject { ["offset"] = offset, ["query"] = Digest.Of(query) }.ToJsonString()));

    /// <exception cref="MlflowException">It is not a token of ours, or one of another query.</exception>
    public static int Decode(string? token, string? query = null)
    {
        if (string.IsNullOrEmpty(token)) return 0;
        try
        {
            JsonNode? parsed = JsonNode.Parse(Convert.FromBase64String(token));
            int offset = parsed?["offset"]?.GetValue<int>() ?? -1;
            if (offset >= 0 && query is not null && parsed!["query"]?.GetValue<string>() != Digest.Of(query)) throw MlflowException.Invalid("Invalid page token: it belongs to another search.");
            if (offset >= 0) return offset;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw MlflowException.Invalid("Invalid page token, could not base64-decode");
        }
        throw MlflowException.Invalid("Invalid page token, parsed object has no offset");
    }

    /// <summary>A page size within 1 to <paramref name="most"/>.</summary>
    public static int Size(long? asked, int otherwise, int most)
    {
        long size = asked ?? otherwise;
        return size >= 1 && size <= most ? (int)size
            : throw MlflowException.Invalid($"Invalid value {size} for parameter 'max_results' supplied: It must be at least 1 and at most {most}.");
    }
}
