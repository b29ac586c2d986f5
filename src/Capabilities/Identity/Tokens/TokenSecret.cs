using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Identity;

/// <summary>The secret of a token: <c>cairn_ID_</c> and 256 random bits in hex. The id finds the row, the whole is compared by its SHA-256.</summary>
internal static partial class TokenSecret
{
    public static string New(string id) => $"cairn_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>The id in a secret; null when it is not of our form.</summary>
    public static string? IdOf(string secret) => Form().Match(secret) is { Success: true } match ? match.Groups["id"].Value : null;

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Matches(string secret, string hash)
        => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), Convert.FromHexString(hash));

    [GeneratedRegex(@"\Acairn_(?<id>[0-9A-Z]{26})_[0-9a-f]{64}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
