using System.Text;

namespace Cairn.Tracking.Metrics;

/// <summary>
/// The points of one call as bytes: format 1, the keys, then per point its key's number, time and step as differences to the point
/// before, and the value. Infinities are held as the greatest double, as MLflow does.
/// </summary>
internal static class MetricBlock
{
    private const byte Format = 1;

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

    /// <summary>The points of <paramref name="key"/>, in the order they came.</summary>
    public static IEnumerable<RunMetric> Read(byte[] block, string key)
    {
        using var reader = new BinaryReader(new MemoryStream(block, writable: false), Encoding.UTF8);
        if (reader.ReadByte() != Format) throw new InvalidDataException("This is not a block of metric points.");
        int wanted = -1, keys = reader.Read7BitEncodedInt();
        for (int k = 0; k < keys; k++)
            if (reader.ReadString() == key) wanted = k;
        if (wanted < 0) yield break;
        (long time, long step) = (0, 0);
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            int k = reader.Read7BitEncodedInt();
            time += Unfold(reader.Read7BitEncodedInt64());
            step += Unfold(reader.Read7BitEncodedInt64());
            double value = reader.ReadDouble();
            if (k == wanted) yield return new RunMetric(key, value, time, step);
        }
    }

    /// <summary>Infinity as the greatest double.</summary>
    public static double Held(double value) => double.IsInfinity(value) ? Math.CopySign(double.MaxValue, value) : value;

    // Small negative differences stay short (zigzag).
    private static long Fold(long value) => (value << 1) ^ (value >> 63);

    private static long Unfold(long value) => (long)((ulong)value >> 1) ^ -(value & 1);
}
