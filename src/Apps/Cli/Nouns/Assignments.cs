using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Words of the form <c>name=value</c> as JSON: whole numbers, numbers, true, false, null, else text.</summary>
internal static class Assignments
{
    /// <exception cref="UsageException">A word has no name or no equals sign.</exception>
    public static JsonObject Read(IEnumerable<string> words)
    {
        var values = new JsonObject();
        foreach (var word in words)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new UsageException($"'{word}' is not name=value");
            }
            values[word[..at]] = Value(word[(at + 1)..]);
        }
        return values;
    }

    private static JsonNode? Value(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : text switch { "true" => true, "false" => false, "null" or "" => null, _ => text };
}
