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
        // A field that is there twice is wrong as an argument.
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw MlflowException.Invalid("Invalid page token, could not base64-decode");
        }
        throw MlflowException.Invalid("Invalid page token, parsed object has no offset");
    }

    internal static string Write<T>(T mark) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(mark));

    /// <summary>Null when the token holds something else.</summary>
    /// <exception cref="MlflowException">It is no token at all.</exception>
    internal static T? Read<T>(string token) where T : class
    {
        byte[] bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out int length)) throw MlflowException.Invalid("Invalid page token, could not base64-decode");
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(0, length));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A page size within 1 to <paramref name="most"/>.</summary>
    public static int Size(long? asked, int otherwise, int most)
    {
        long size = asked ?? otherwise;
        return size >= 1 && size <= most ? (int)size
            : throw MlflowException.Invalid($"Invalid value {size} for parameter 'max_results' supplied: It must be at least 1 and at most {most}.");
    }
}
