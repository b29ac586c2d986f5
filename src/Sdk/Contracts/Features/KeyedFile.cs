using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cairn.Contracts.Features;

/// <summary>A keyed file in memory, as <see cref="KeyedFileWriter"/> writes it: what was known of a key at a moment, found without allocation. Never changes.</summary>
public sealed class KeyedFile
{
    private readonly byte[] _bytes;
    private readonly int _entries;
    private readonly int _hashes, _known;
    private readonly (int Ends, int Texts) _keys;
    private readonly (int Ends, int Texts)[] _columns;
    private int _end;

    private KeyedFile(byte[] bytes)
    {
        (_bytes, Digest) = (bytes, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)));
        if (bytes.Length < 16 || !bytes.AsSpan(0, 8).SequenceEqual(KeyedFileWriter.Mark)) throw new InvalidDataException("it does not begin like one");
        int head = checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)));
        using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(16, head));
        AsOf = DateTimeOffset.FromUnixTimeMilliseconds(json.RootElement.GetProperty("as_of").GetInt64());
        _entries = json.RootElement.GetProperty("entries").GetInt32();
        (Keys, Values) = (Columns(json.RootElement.GetProperty("keys")), Columns(json.RootElement.GetProperty("values")));
        _end = 16 + Padded(head);
        (_hashes, _known) = (Take(8L * _entries), Take(8L * _entries));
        _keys = TakeTexts();
        _columns = [.. Values.Select(v => v.IsText ? TakeTexts() : (Take(8L * _entries), 0))];
        if (_end != bytes.Length) throw new InvalidDataException("it goes on after its end");
    }

    /// <summary>Of the whole file.</summary>
    public string Digest { get; }

    /// <summary>When the newest data in it had arrived. What becomes known later by its own time is in it as well.</summary>
    public DateTimeOffset AsOf { get; }

    public IReadOnlyList<KeyedColumn> Keys { get; }

    public IReadOnlyList<KeyedColumn> Values { get; }

    public int Count => _entries;

    /// <exception cref="InvalidDataException">It is no keyed file, or a broken one.</exception>
    public static KeyedFile Open(string path)
    {
        if (new FileInfo(path).Length > KeyedFileWriter.Most) throw new InvalidDataException($"The keyed file has more than {KeyedFileWriter.Most} bytes.");
        try { return new KeyedFile(File.ReadAllBytes(path)); }
        catch (Exception e) when (e is JsonException or OverflowException or ArgumentException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            throw new InvalidDataException($"The keyed file is broken: {e.Message}", e);
        }
    }

    /// <summary>The entry that holds for a key at a moment: the last one known by then; -1 without one.</summary>
    /// <param name="at">Microseconds since 1970.</param>
    public int Find(ReadOnlySpan<byte> key, long at)
    {
        ulong hash = KeyText.Hash(key);
        ReadOnlySpan<ulong> hashes = MemoryMarshal.Cast<byte, ulong>(_bytes.AsSpan(_hashes, 8 * _entries));
        ReadOnlySpan<long> known = MemoryMarshal.Cast<byte, long>(_bytes.AsSpan(_known, 8 * _entries));
        int low = 0, high = _entries;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (hashes[middle] < hash) low = middle + 1;
            else high = middle;
        }

        int found = -1;
        for (int i = low; i < _entries && hashes[i] == hash; i++)
            if (known[i] <= at && Text(_keys, i).SequenceEqual(key)) found = i;
        return found;
    }

    /// <summary>NaN when it is missing.</summary>
    public double Number(int entry, int column) => BinaryPrimitives.ReadDoubleLittleEndian(_bytes.AsSpan(_columns[column].Ends + (8 * entry)));

    /// <summary>Empty when it is missing.</summary>
    public ReadOnlySpan<byte> Text(int entry, int column) => Text(_columns[column], entry);

    private ReadOnlySpan<byte> Text((int Ends, int Texts) section, int entry)
    {
        int begin = entry == 0 ? 0 : (int)BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(section.Ends + (8 * (entry - 1))));
        int end = (int)BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(section.Ends + (8 * entry)));
        return _bytes.AsSpan(section.Texts + begin, end - begin);
    }

    private (int Ends, int Texts) TakeTexts()
    {
        int ends = Take(8L * _entries);
        long last = 0;
        for (int i = 0; i < _entries; i++)
        {
            long end = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(ends + (8 * i)));
            if (end < last) throw new InvalidDataException("texts overlap");
            last = end;
        }

        return (ends, Take(last));
    }

    private int Take(long bytes)
    {
        if (bytes < 0 || bytes > _bytes.Length - _end) throw new InvalidDataException("it ends too early");
        int at = _end;
        _end += Padded((int)bytes);
        return at;
    }

    private static int Padded(int bytes) => (bytes + 7) & ~7;

    private static KeyedColumn[] Columns(JsonElement columns)
        => [.. columns.EnumerateArray().Select(c => new KeyedColumn(c.GetProperty("name").GetString()!, c.GetProperty("text").GetBoolean()))];
}
