using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cairn.Platform.Artifacts;

namespace Cairn.Tracking;

/// <summary>Page tokens: base64 of MLflow's <c>{"offset": N}</c>, or of a mark where the last page ended.</summary>
public static class PageToken
{
    private static readonly JsonSerializerOptions Short = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

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
            if (offset >= 0 && query is not null && parsed!["query"]?.GetValue<string>() != Digest.Of(query)) throw Strange();
            if (offset >= 0) return offset;
        }
        // A field that is there twice is wrong as an argument.
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw MlflowException.Invalid("Invalid page token, could not base64-decode");
        }
        throw MlflowException.Invalid("Invalid page token, parsed object has no offset");
    }

    internal static string Write<T>(T mark) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(mark, Short));

    /// <summary>The mark that a token holds; null for no token.</summary>
    /// <param name="fits">Whether such a mark can have been written.</param>
    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    internal static T? Read<T>(string? token, Predicate<T> fits) where T : class
    {
        if (string.IsNullOrEmpty(token)) return null;
        byte[] bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out int length)) throw MlflowException.Invalid("Invalid page token, could not base64-decode");
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(0, length)) is { } mark && fits(mark) ? mark : throw Strange();
        }
        catch (JsonException)
        {
            throw Strange();
        }
    }

    internal static MlflowException Strange() => MlflowException.Invalid("Invalid page token: it belongs to another search.");

    /// <summary>A page size within 1 to <paramref name="most"/>.</summary>
    public static int Size(long? asked, int otherwise, int most)
    {
        long size = asked ?? otherwise;
        return size >= 1 && size <= most ? (int)size
            : throw MlflowException.Invalid($"Invalid value {size} for parameter 'max_results' supplied: It must be at least 1 and at most {most}.");
    }
}
