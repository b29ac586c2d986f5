using System.Security.Cryptography;
using Cairn.Contracts.Inference;
using Cairn.Serving.Tensors;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Logging;

/// <summary>
/// Values that the log must not hold, as texts that are the same for the same value: the first 16 bytes of an HMAC-SHA-256 in hex. The key is made
/// once and lies beside the log, readable by the server's user alone; who has the log without it cannot try values out.
/// </summary>
internal sealed class ColumnHash(IOptions<ServingOptions> options)
{
    private const string FileName = ".hash-key";
    private const int KeySize = 32;
    private const int Kept = 16;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lazy<byte[]> _key = new(() => KeyIn(options.Value.LogDirectory));

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
        HMACSHA256.HashData(_key.Value, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in value)), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(hash) | 1;
    }

    private void Add(ReadOnlySpan<byte> value, TensorBuffer to)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Value, value, hash);
        Span<byte> text = stackalloc byte[Kept * 2];
        Convert.TryToHexStringLower(hash[..Kept], text, out _);
        to.AddText(text);
    }

    private static byte[] KeyIn(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeySize } found) return found;
        byte[] made = RandomNumberGenerator.GetBytes(KeySize);
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = Own;
        using var file = new FileStream(path, how);
        file.Write(made);
        file.Flush(flushToDisk: true);
        return made;
    }
}
