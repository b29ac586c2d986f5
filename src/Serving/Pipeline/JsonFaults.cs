using System.Text.Json;

namespace Cairn.Serving.Pipeline;

/// <summary>What the JSON parser found, said without repeating what was sent.</summary>
internal static class JsonFaults
{
    public static RequestFault Of(JsonException e, int maxDepth) => RequestFault.Malformed(
        $"The body is no valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} (or nested deeper than {maxDepth}).");
}
