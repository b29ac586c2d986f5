using System.Text;

namespace Cairn.Tracking.Metrics;

/// <summary>
/// The points of one call as bytes: format 1, the keys, then per point its key's number, time and step as differences to the point
/// before, and the value; read by <see cref="MetricBlockReader"/>. Infinities are held as the greatest double, as MLflow does.
/// </summary>
internal static class MetricBlock
{
    public const byte Format = 1;

    public static byte[] Write(IReadOnlyList<RunMetric> points)
    {
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (RunMetric point in points) keys.TryAdd(point.Key, keys.Count);
        using var bytes = new MemoryStream(16 + points.Count * 14);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Format);
        writer.Write7BitEncodedInt(keys.Count);
        foreach (string key in keys.Keys) writer.Write(key);
        writer.Write7BitEncodedInt(points.Count);
        (long time, long step) = (0, 0);
        foreach (RunMetric point in points)
        {
            writer.Write7BitEncodedInt(keys[point.Key]);
            writer.Write7BitEncodedInt64(Fold(point.Timestamp - time));
            writer.Write7BitEncodedInt64(Fold(point.Step - step));
            writer.Write(Held(point.Value));
            (time, step) = (point.Timestamp, point.Step);
        }
        return bytes.ToArray();
    }

    /// <summary>Infinity as the greatest double.</summary>
    public static double Held(double value) => double.IsInfinity(value) ? Math.CopySign(double.MaxValue, value) : value;

    // Small negative differences stay short (zigzag).
    private static long Fold(long value) => (value << 1) ^ (value >> 63);
}
