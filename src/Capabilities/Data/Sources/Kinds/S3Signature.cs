using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cairn.Data.Sources.Kinds;

/// <summary>AWS signature version 4 of requests without a body, as AWS describes it under "Authenticating Requests (AWS Signature Version 4)".</summary>
/// <param name="Token">Of a session, for keys that are good for a time.</param>
internal sealed record S3Signature(string AccessKey, string SecretKey, string Region, string? Token = null)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly string Nothing = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <param name="credential"><c>ACCESS_KEY:SECRET_KEY</c>, or <c>ACCESS_KEY:SECRET_KEY TOKEN</c>.</param>
    /// <exception cref="UnusableSourceException">It is not written so.</exception>
    public static S3Signature Of(string credential, string region)
    {
        // At the last colon: some stores have one within their access keys.
        return credential.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var text, .. { Length: <= 1 } token] && text.LastIndexOf(':') is > 0 and var colon && colon < text.Length - 1
            ? new S3Signature(text[..colon], text[(colon + 1)..], region, token.FirstOrDefault())
            : throw new UnusableSourceException("The secret of an object store is written ACCESS_KEY:SECRET_KEY, with the token of a session after it and a space.");
    }

    /// <summary>Adds the headers that sign the request as it is, headers <c>Range</c> and <c>x-amz-…</c> included.</summary>
    public void Sign(HttpRequestMessage request, DateTimeOffset now)
    {
        string time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), scope = $"{time[..8]}/{Region}/s3/aws4_request";
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", Nothing);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        if (Token is not null) request.Headers.TryAddWithoutValidation("x-amz-security-token", Token);
        SortedDictionary<string, string> signed = Signed(request);
        string names = string.Join(';', signed.Keys);
        string canonical = $"{request.Method.Method}\n{Path(request.RequestUri!)}\n{Query(request.RequestUri!)}\n{string.Concat(signed.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{Nothing}";
        string toSign = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + SecretKey), time[..8]), Region), "s3"), "aws4_request");
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={AccessKey}/{scope},SignedHeaders={names},Signature={Convert.ToHexStringLower(Hmac(key, toSign))}");
    }

    private static SortedDictionary<string, string> Signed(HttpRequestMessage request)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        foreach ((string name, IEnumerable<string> values) in request.Headers)
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) || name == "Range") signed[name.ToLowerInvariant()] = string.Join(',', values.Select(v => v.Trim()));
        return signed;
    }

    private static string Path(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Select(p => Uri.EscapeDataString(Uri.UnescapeDataString(p))));

    private static string Query(Uri address) => string.Join('&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2)).Select(p => (Name: Encode(p[0]), Value: Encode(p.Length > 1 ? p[1] : ""))).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value}"));

    private static string Encode(string part) => Uri.EscapeDataString(Uri.UnescapeDataString(part));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
