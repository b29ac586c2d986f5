using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking;

/// <summary>MLflow's page tokens: base64 of <c>{"offset": N}</c>.</summary>
public static class PageToken
{
    public static string Encode(long offset) => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject { ["offset"] = offset }.ToJsonString()));

    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    public static int Decode(string? token)
    {
        if (string.IsNullOrEmpty(token)) return 0;
        try
        {
            int offset = JsonNode.Parse(Convert.FromBase64String(token))?["offset"]?.GetValue<int>() ?? -1;
            if (offset >= 0) return offset;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
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
