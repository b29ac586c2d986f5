using System.Text;

namespace Cairn.Contracts.Access;

/// <summary>The secret that a caller sends with a request: <c>Authorization: Bearer</c>, or the password of <c>Basic</c>.</summary>
public static class CallerToken
{
    private const string Bearer = "Bearer ", Basic = "Basic ";

    /// <summary>Null when the header is of another scheme, or no whole <c>Basic</c>.</summary>
    public static string? SecretOf(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out int length)) return null;
        string pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }
}
