namespace Cairn.Serving.Pipeline;

internal static class ContentTypes
{
    /// <summary>The type without regard to case, with no parameter but a charset of UTF-8.</summary>
    public static bool Is(string header, string type)
    {
        ReadOnlySpan<char> text = header.AsSpan().Trim();
        if (!text.StartsWith(type, StringComparison.OrdinalIgnoreCase)) return false;
        ReadOnlySpan<char> rest = text[type.Length..].Trim();
        if (rest.IsEmpty) return true;
        if (rest[0] != ';') return false;
        rest = rest[1..].Trim();
        return rest.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase) || rest.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase);
    }
}
