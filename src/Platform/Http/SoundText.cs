using System.Text.Json;

namespace Cairn.Platform.Http;

/// <summary>Text that every store can hold: without a NUL, which PostgreSQL has in no text, and without half characters.</summary>
public static class SoundText
{
    private const int ShownName = 100;

    /// <exception cref="ApiException">400: the text holds a NUL.</exception>
    public static void Require(string field, string? text)
    {
        if (text?.Contains('\0') == true) throw Unsound(field);
    }

    /// <summary>The text of a JSON string; null when it is not sound.</summary>
    public static string? Of(JsonElement text)
    {
        try
        {
            return text.GetString() is { } sound && !sound.Contains('\0') ? sound : null;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a character.
            return null;
        }
    }

    /// <summary>What is no JSON passes: who reads it refuses it.</summary>
    /// <exception cref="ApiException">400, with the place of the first text or name that is not sound: <c>items[2].name</c>.</exception>
    internal static void RequireJson(ReadOnlySpan<byte> json)
    {
        // Neither stands in JSON but as an escape.
        if (json.IndexOf("\\u"u8) < 0) return;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (reader.Read() && Fault(ref reader, "") is { } place) throw Unsound(place.Length == 0 ? "body" : place);
        }
        catch (JsonException)
        {
            return;
        }
    }

    /// <summary>The place of the first fault within the value that the reader stands on; its depth is bounded by the reader's.</summary>
    private static string? Fault(ref Utf8JsonReader reader, string place)
    {
        if (reader.TokenType == JsonTokenType.String) return Text(ref reader) is null ? place : null;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                if (Fault(ref reader, $"{place}[{i}]") is { } fault) return fault;
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (Text(ref reader) is not { } name) return place;
                string shown = name.Length > ShownName ? name[..ShownName] + "…" : name;
                reader.Read();
                if (Fault(ref reader, place.Length == 0 ? shown : $"{place}.{shown}") is { } fault) return fault;
            }
        }
        return null;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is { } sound && !sound.Contains('\0') ? sound : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static ApiException Unsound(string field) => ApiException.Invalid(field, "It holds a NUL or half a character, which no text here does.", "Leave it out.");
}
