using System.Globalization;
using System.Text.Json.Serialization;

namespace Cairn.Tracking.Metrics;

/// <summary>Where a page of points ended, so that the next one begins there whatever was logged meanwhile.</summary>
internal static class MetricMark
{
    public static string Text(MetricPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Timestamp} {point.Step} {BitConverter.DoubleToInt64Bits(point.Value)}");

    /// <summary>Null when it is none.</summary>
    public static MetricPoint? Parse(string text) => text.Split(' ') is [var time, var step, var value] && Number(time) is { } t && Number(step) is { } n && Number(value) is { } bits
        ? new MetricPoint(t, n, BitConverter.Int64BitsToDouble(bits)) : null;

    public static string Token(MetricPoint point) => PageToken.Write(new Held(Text(point)));

    /// <summary>Null for no token.</summary>
    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    public static MetricPoint? OfToken(string? token) => PageToken.Read<Held>(token, h => h.After is { } text && Parse(text) is not null) is { } held ? Parse(held.After!) : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    private sealed record Held([property: JsonPropertyName("after")] string? After);
}
