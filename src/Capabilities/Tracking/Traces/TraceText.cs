using System.Text.Json;

namespace Cairn.Tracking.Traces;

/// <summary>Texts that came from outside, made fit for every store: no NUL, no half characters.</summary>
internal static class TraceText
{
    private const char Replacement = '\uFFFD';

    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny('\0', Replacement) && !text.Any(char.IsSurrogate)) return text;
        return string.Create(text.Length, text, static (cleaned, from) =>
        {
            for (int i = 0; i < from.Length; i++)
            {
                bool pair = i + 1 < from.Length && char.IsSurrogatePair(from[i], from[i + 1]);
                cleaned[i] = from[i] == '\0' || (char.IsSurrogate(from[i]) && !pair) ? Replacement : from[i];
                if (pair) cleaned[++i] = from[i];
            }
        });
    }

    /// <summary>The text of a JSON string; what is no text becomes an empty one.</summary>
    public static string Of(JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String) return "";
        try
        {
            return Clean(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a character: the text as it was written.
            return Clean(text.GetRawText()[1..^1]);
        }
    }

    /// <summary>The beginning, where a text is longer than it may be.</summary>
    public static string Preview(string text, int length) => text.Length <= length ? text : Clean(string.Concat(text.AsSpan(0, length - 3), "..."));
}
