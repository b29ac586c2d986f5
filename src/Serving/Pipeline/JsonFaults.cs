using System.Text.Json;

namespace Cairn.Serving.Pipeline;

/// <summary>What the JSON parser found, said without repeating what was sent.</summary>
internal static class JsonFaults
{
    /// <summary>The parser throws these two: for broken JSON, and for a name with a lone surrogate or broken UTF-8.</summary>
    public static bool IsFault(Exception e) => e is JsonException or InvalidOperationException;

    public static RequestFault Of(Exception e, int maxDepth) => e is not JsonException json
        ? RequestFault.Malformed("A name holds a lone surrogate or broken UTF-8; send whole Unicode text.")
        : RequestFault.Malformed(
        $"The body is no valid JSON at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1} (or nested deeper than {maxDepth}).");
}
