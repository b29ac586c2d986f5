using System.Globalization;
using System.Text.Json;

namespace Cairn.Tracking.Metrics;

/// <summary>Where a page of points ended, so that the next one begins there whatever was logged meanwhile.</summary>
internal static class MetricMark
{
    public static string Text(MetricPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Timestamp} {point.Step} {BitConverter.DoubleToInt64Bits(point.Value)}");

    /// <summary>Null when it is none.</summary>
    public static MetricPoint? Parse(string text) => text.Split(' ') is [var time, var step, var value] && Number(time) is { } t && Number(step) is { } n && Number(value) is { } bits
        ? new MetricPoint(t, n, BitConverter.Int64BitsToDouble(bits)) : null;

    public static string Token(MetricPoint point) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { after = Text(point) }));

    /// <summary>Null for no token.</summary>
    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    public static MetricPoint? OfToken(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        byte[] bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out int length)) throw MlflowException.Invalid("Invalid page token, could not base64-decode");
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(bytes.AsMemory(0, length));
            if (parsed.RootElement is { ValueKind: JsonValueKind.Object } said && said.TryGetProperty("after", out JsonElement text) && text.ValueKind == JsonValueKind.String && Parse(text.GetString()!) is { } point) return point;
        }
        catch (JsonException)
        {
            // No object of this kind.
        }
        throw MlflowException.Invalid("Invalid page token: it belongs to no history.");
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
}
