using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Contracts.Features;

/// <summary>
/// Gathers entries and writes them as a keyed file: eight bytes of mark, the length of a JSON head and the head; then sections that each begin at a multiple
/// of eight: hashes of the keys in ascending order, times from which entries are known (microseconds since 1970), ends of the keys and their bytes, and for each value numbers as doubles (NaN is
/// missing) or ends of texts and their bytes (empty is missing). The same entries give the same bytes.
/// </summary>
public sealed class KeyedFileWriter(DateTimeOffset asOf, IReadOnlyList<KeyedColumn> keys, IReadOnlyList<KeyedColumn> values)
{
    /// <summary>Most bytes of a file.</summary>
    public const long Most = 1L << 30;

    internal static ReadOnlySpan<byte> Mark => "CAIRNKF1"u8;

    private readonly List<(ulong Hash, byte[] Key, long Known, object?[] Values)> _entries = [];

    public int Count => _entries.Count;

    /// <param name="key">As <see cref="KeyText"/> writes it.</param>
    /// <param name="known">Microseconds since 1970.</param>
    public void Add(byte[] key, long known, object?[] row) => _entries.Add((KeyText.Hash(key), key, known, row));

    /// <exception cref="InvalidDataException">It would be too large.</exception>
    public void Write(Stream to)
    {
        ArgumentNullException.ThrowIfNull(to);
        _entries.Sort((a, b) => a.Hash != b.Hash ? a.Hash.CompareTo(b.Hash) : a.Key.AsSpan().SequenceCompareTo(b.Key) is var byKey and not 0 ? byKey : a.Known.CompareTo(b.Known));
        byte[] head = Encoding.UTF8.GetBytes(Head().ToJsonString());
        using var body = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        body.Write(Mark);
        body.Write((long)head.Length);
        Section(body, head);
        foreach (var entry in _entries) body.Write(entry.Hash);
        foreach (var entry in _entries) body.Write(entry.Known);
        Texts(body, e => e.Key);
        for (int column = 0; column < values.Count; column++)
            if (values[column].IsText) Texts(body, e => e.Values[column] is string text ? Encoding.UTF8.GetBytes(text) : []);
            else foreach (var entry in _entries) body.Write(Number(entry.Values[column]));
    }

    private static double Number(object? value) => value is null ? double.NaN : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    private void Texts(BinaryWriter body, Func<(ulong Hash, byte[] Key, long Known, object?[] Values), byte[]> text)
    {
        long end = 0;
        using var bytes = new MemoryStream();
        var ends = new byte[8 * _entries.Count];
        for (int i = 0; i < _entries.Count; i++)
        {
            bytes.Write(text(_entries[i]));
            end = bytes.Length;
            if (end > Most) throw new InvalidDataException($"The keyed file would have more than {Most} bytes.");
            BinaryPrimitives.WriteInt64LittleEndian(ends.AsSpan(8 * i), end);
        }

        body.Write(ends);
        Section(body, bytes.GetBuffer().AsSpan(0, (int)end));
    }

    private static void Section(BinaryWriter body, ReadOnlySpan<byte> bytes)
    {
        body.Write(bytes);
        for (int i = bytes.Length; i % 8 != 0; i++) body.Write((byte)0);
    }

    private JsonObject Head() => new() { ["as_of"] = asOf.ToUnixTimeMilliseconds(), ["entries"] = _entries.Count, ["keys"] = Columns(keys), ["values"] = Columns(values) };

    private static JsonArray Columns(IReadOnlyList<KeyedColumn> columns)
        => new([.. columns.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["text"] = c.IsText })]);
}
