using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cairn.Serving.Pipeline;

/// <summary>Reads the headers that say how a request is compressed and how its answer may be.</summary>
internal static class ContentCodings
{
    private const int WorthIt = 1024;

    /// <summary>415 with the codings that are taken when it is another one, or several.</summary>
    public static ContentCoding OfRequest(HttpContext http)
    {
        StringValues header = http.Request.Headers.ContentEncoding;
        if (header.Count == 0) return ContentCoding.Identity;
        string name = header.ToString();
        if (name.Length == 0 || name.Equals("identity", StringComparison.OrdinalIgnoreCase)) return ContentCoding.Identity;
        if (Parse(name) is { } coding) return coding;
        http.Response.Headers.AcceptEncoding = "gzip, deflate";
        throw RequestFault.Unsupported("The content encoding is not taken; send the body as it is, or with gzip or deflate.");
    }

    /// <summary>
    /// The coding of the answer. Who names one coding alone asks for it and gets it; who lists what it could read gets it where the
    /// answer is long enough to gain by it.
    /// </summary>
    public static ContentCoding OfAnswer(HttpRequest request, int length)
    {
        StringValues header = request.Headers.AcceptEncoding;
        if (header.Count == 0) return ContentCoding.Identity;
        ContentCoding best = ContentCoding.Identity;
        double most = 0;
        int named = 0;
        foreach (string? line in header)
        {
            foreach (Range part in line.AsSpan().Split(','))
            {
                named++;
                (ContentCoding coding, double weight) = Weigh(line.AsSpan()[part].Trim());
                if (weight > most) (best, most) = (coding, weight);
            }
        }

        return named == 1 || length >= WorthIt ? best : ContentCoding.Identity;
    }

    public static string Name(this ContentCoding coding) => coding == ContentCoding.Gzip ? "gzip" : "deflate";

    private static (ContentCoding Coding, double Weight) Weigh(ReadOnlySpan<char> part)
    {
        int end = part.IndexOf(';');
        double weight = 1;
        if (end >= 0)
        {
            ReadOnlySpan<char> quality = part[(end + 1)..].Trim();
            if (!quality.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                || !double.TryParse(quality[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight)) weight = 0;
            part = part[..end].Trim();
        }

        // What is not known here weighs nothing, and so does "identity": it is what is left.
        return Parse(part) is { } coding ? (coding, weight) : (ContentCoding.Identity, 0);
    }

    private static ContentCoding? Parse(ReadOnlySpan<char> name)
    {
        if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase)) return ContentCoding.Gzip;
        return name.Equals("deflate", StringComparison.OrdinalIgnoreCase) ? ContentCoding.Deflate : null;
    }
}
