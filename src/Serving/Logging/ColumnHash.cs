using System.Security.Cryptography;
using Cairn.Contracts.Inference;
using Cairn.Serving.Tensors;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Logging;

/// <summary>
/// Values that the log must not hold, as texts that are the same for the same value: the first 16 bytes of an HMAC-SHA-256 in hex. The key is made
/// once and lies beside the log, readable by the server's user alone; who has the log without it cannot try values out. A copy that ships its log takes the server's.
/// </summary>
internal sealed class ColumnHash(IOptions<ServingOptions> options)
{
    private const string FileName = ".hash-key";
    private const int KeySize = 32;
    private const int Kept = 16;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock _making = new();
    private volatile byte[]? _key;

    public byte[] Key
    {
        get
        {
            if (_key is { } key) return key;
            lock (_making) return _key ??= KeyIn(options.Value.LogDirectory);
        }
    }

    /// <summary>Hashes under another key from now on, also after a start.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public void Take(byte[] key)
    {
        if (key.Length != KeySize) throw new InvalidDataException($"A key of hashed columns has {KeySize} bytes, not {key.Length}.");
        lock (_making)
        {
            if (Key.AsSpan().SequenceEqual(key)) return;
            Write(Path.Combine(options.Value.LogDirectory, FileName + ".fresh"), key);
            File.Move(Path.Combine(options.Value.LogDirectory, FileName + ".fresh"), Path.Combine(options.Value.LogDirectory, FileName), overwrite: true);
            _key = key;
        }
    }

    /// <summary>Writes the texts that stand for the elements of a column.</summary>
    public void Replace(TensorBuffer column, TensorBuffer with)
    {
        with.Begin(column.Name, Datatype.Bytes);
        if (column.Type == Datatype.Bytes) foreach (ReadOnlySpan<byte> text in column.Texts()) Add(text, with);
        else for (int at = 0, size = column.Type.Size(); at < column.Length; at += size) Add(column.Data.Slice(at, size), with);
        with.SetShape(column.Shape);
    }

    /// <summary>A number that stands for another; never 0.</summary>
    public long Of(ulong value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Key, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in value)), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(hash) | 1;
    }

    private void Add(ReadOnlySpan<byte> value, TensorBuffer to)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Key, value, hash);
        Span<byte> text = stackalloc byte[Kept * 2];
        Convert.TryToHexStringLower(hash[..Kept], text, out _);
        to.AddText(text);
    }

    private static byte[] KeyIn(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeySize } found) return found;
        byte[] made = RandomNumberGenerator.GetBytes(KeySize);
        Write(path, made);
        return made;
    }

    private static void Write(string path, byte[] key)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = Own;
        using var file = new FileStream(path, how);
        file.Write(key);
        file.Flush(flushToDisk: true);
    }
}
