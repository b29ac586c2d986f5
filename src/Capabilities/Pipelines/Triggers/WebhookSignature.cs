using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cairn.Pipelines.Triggers;

/// <summary>
/// Who may fire by webhook shows it by a signature over the body: as Standard Webhooks has it (<c>webhook-id</c>, <c>webhook-timestamp</c>,
/// <c>webhook-signature: v1,base64</c>; https://www.standardwebhooks.com), or as GitHub does (<c>X-Hub-Signature-256: sha256=hex</c>). Both HMAC-SHA-256.
/// </summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_", GitHub = "sha256=", Version = "v1,";
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(5);

    /// <summary>A key that is the same for a message that comes again; null when no signature fits.</summary>
    public static string? CauseOf(IHeaderDictionary headers, byte[] body, string secret, DateTimeOffset now)
    {
        byte[] key = KeyOf(secret);
        if (headers["webhook-signature"].ToString() is { Length: > 0 } standard) return Standard(headers, standard, body, key, now);
        string given = headers["X-Hub-Signature-256"].ToString();
        if (!given.StartsWith(GitHub, StringComparison.Ordinal)) return null;
        string made = Convert.ToHexStringLower(HMACSHA256.HashData(key, body));
        // The signature names the body and no delivery, so the same body is the same cause.
        return Same(given[GitHub.Length..], made) ? "webhook-" + made : null;
    }

    private static string? Standard(IHeaderDictionary headers, string signatures, byte[] body, byte[] key, DateTimeOffset now)
    {
        string id = headers["webhook-id"].ToString(), time = headers["webhook-timestamp"].ToString();
        if (id.Length is 0 or > 200 || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)) return null;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Drift.TotalSeconds) return null;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
        string made = Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        // Several while a secret is changed.
        return signatures.Split(' ').Any(s => s.StartsWith(Version, StringComparison.Ordinal) && Same(s[Version.Length..], made)) ? "webhook-" + id : null;
    }

    private static bool Same(string given, string made) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(made));

    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out int length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }
}
