using System.Text.Json;

namespace Cairn.Serving.Tensors;

/// <summary>Texts of a request: valid UTF-8, without the character U+0000, which a model's text cannot hold.</summary>
internal static class JsonTexts
{
    public static int Copy(ref Utf8JsonReader json, Span<byte> to, string field)
    {
        int size;
        try { size = json.CopyString(to); }
        catch (InvalidOperationException) { throw Broken(field); }
        return to[..size].Contains((byte)0) ? throw Broken(field) : size;
    }

    /// <summary>The name on which the reader stands.</summary>
    public static string ReadName(ref Utf8JsonReader json, string field)
    {
        try { return json.GetString()!; }
        catch (InvalidOperationException) { throw Broken(field); }
    }

    public static string Read(ref Utf8JsonReader json, string field)
    {
        if (json.TokenType != JsonTokenType.String) throw RequestFault.Malformed($"'{field}' must be a text.");
        string text;
        try { text = json.GetString()!; }
        catch (InvalidOperationException) { throw Broken(field); }
        return text.Contains('\0', StringComparison.Ordinal) ? throw Broken(field) : text;
    }

    /// <summary>The text is one JSON object.</summary>
    public static bool IsObject(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text);
        try { return json.Read() && json.TokenType == JsonTokenType.StartObject && json.TrySkip() && !json.Read(); }
        catch (JsonException) { return false; }
    }

    private static RequestFault Broken(string field) =>
        RequestFault.Malformed($"'{field}' holds a text with a lone surrogate or the character U+0000; send whole Unicode text.");
}
