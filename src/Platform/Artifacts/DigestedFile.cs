using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Platform.Artifacts;

/// <summary>
/// Writes what comes to a new file, durably, and digests it, in constant memory: while one piece is written and what was written is sent to the
/// disk, the next is awaited.
/// </summary>
public sealed class DigestedFile(SafeFileHandle file)
{
    private const int Piece = 1 << 19;
    private const long Stretch = 32 << 20;
    private Task _syncing = Task.CompletedTask;
    private long _sent;

    public long Length { get; private set; }

    /// <summary>SHA-256 of all, 64 hex digits; once it is copied.</summary>
    public string Hex { get; private set; } = "";

    public async Task CopyAsync(Stream content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] filling = ArrayPool<byte>.Shared.Rent(Piece), other = ArrayPool<byte>.Shared.Rent(Piece);
        Task writing = Task.CompletedTask;
        try
        {
            for (int read; (read = await content.ReadAtLeastAsync(filling.AsMemory(0, Piece), Piece, throwOnEndOfStream: false, cancellation)) > 0; (filling, other) = (other, filling))
            {
                hash.AppendData(filling, 0, read);
                await writing;
                writing = WriteAsync(filling.AsMemory(0, read));
            }
            await writing;
            await _syncing;
            RandomAccess.FlushToDisk(file);
            Hex = Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            // Buffers and file are in use until then, also when nothing more comes.
            await Task.WhenAll(writing, _syncing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(filling);
            ArrayPool<byte>.Shared.Return(other);
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> piece)
    {
        await RandomAccess.WriteAsync(file, piece, Length);
        Length += piece.Length;
        if (Length - _sent < Stretch || !_syncing.IsCompletedSuccessfully) return;
        _sent = Length;
        _syncing = Task.Run(() => RandomAccess.FlushToDisk(file));
    }
}
