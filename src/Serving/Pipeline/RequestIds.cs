using System.Globalization;
using System.Security.Cryptography;

namespace Cairn.Serving.Pipeline;

/// <summary>Ids of requests: made here, or chosen by clients.</summary>
internal static class RequestIds
{
    public const int MaxLength = 128;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly string Instance = RandomNumberGenerator.GetString(Alphabet, 13);
    private static long _last;

    /// <summary>22 characters: 65 random bits of this process, then a count.</summary>
    public static string Next() => string.Create(22, Interlocked.Increment(ref _last), static (text, number) =>
    {
        Instance.CopyTo(text);
        for (int i = text.Length - 1; i >= Instance.Length; i--, number >>= 5) text[i] = Alphabet[(int)(number & 31)];
    });

    /// <summary>Ids of all rows of a request, to which outcomes are told: <c>REQUEST.0</c>, or <c>REQUEST.0-9</c> for ten rows. Empty without rows.</summary>
    public static string OfRows(string id, int rows) => rows switch
    {
        0 => "",
        1 => id + ".0",
        _ => string.Create(CultureInfo.InvariantCulture, $"{id}.0-{rows - 1}"),
    };

    /// <summary>A client's id stands in headers, file names of traces and prediction ids: visible ASCII, up to 128.</summary>
    public static string Checked(string id, string field)
        => IsFine(id) ? id : throw RequestFault.Malformed($"'{field}' must be 1 to {MaxLength} visible ASCII characters without spaces.");

    public static bool IsFine(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
}
