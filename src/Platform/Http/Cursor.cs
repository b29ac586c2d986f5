using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Cairn.Platform.Http;

/// <summary>Opaque cursors: the last key of a page in base64url.</summary>
public static class Cursor
{
    public const int DefaultLimit = 50, MaxLimit = 1000;

    public static string Encode(string key) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(key));

    /// <exception cref="ApiException">400: it is not a cursor of ours.</exception>
    public static string? Decode(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        try
        {
            string key = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor));
            if (!key.Contains('\0')) return key;
        }
        catch (FormatException)
        {
            // Said below.
        }
        throw ApiException.Invalid("after", "'after' is not a cursor of this list.", "Take the 'next' of the page before, or leave it out.");
    }

    /// <summary>A page size within 1 to 1000, 50 when none was asked for.</summary>
    /// <exception cref="ApiException">400: it is outside.</exception>
    public static int Limit(int? limit)
        => limit is null ? DefaultLimit : limit is >= 1 and <= MaxLimit ? limit.Value : throw ApiException.Invalid("limit", $"'limit' must be 1 to {MaxLimit}.");
}
