using System.Buffers;
using System.Security.Cryptography;
using Cairn.Platform.Processes;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Platform.Artifacts;

/// <summary>
/// Writes what comes to a new file, durably, and digests it, in constant memory: while one piece is written and digested, each by a thread, the next is awaited. What exceeds
/// 32 MiB goes to the disk past the system's cache, where the file system can do that: no copy of it is made, and what others have there stays.
/// </summary>
public sealed class DigestedFile(SafeFileHandle file)
{
    private const int Piece = 1 << 19, LargePiece = 1 << 20;
    private const long Stretch = 32 << 20;
    private Task _syncing = Task.CompletedTask;
    private long _sent;
    private bool _direct;

    public long Length { get; private set; }

    /// <summary>SHA-256 of all, 64 hex digits; once it is copied.</summary>
    public string Hex { get; private set; } = "";

    public async Task CopyAsync(Stream content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            if (!await StartAsync(content, hash, cancellation)) await GoOnAsync(content, hash, cancellation);
            await _syncing;
            RandomAccess.FlushToDisk(file);
            Hex = Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            // The file is in use until then, also when nothing more comes.
            await _syncing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> StartAsync(Stream content, IncrementalHash hash, CancellationToken cancellation)
    {
        using IMemoryOwner<byte> one = MemoryPool<byte>.Shared.Rent(Piece), other = MemoryPool<byte>.Shared.Rent(Piece);
        return await TakeAsync(content, hash, (one.Memory[..Piece], other.Memory[..Piece]), Stretch, cancellation);
    }

    private async Task GoOnAsync(Stream content, IncrementalHash hash, CancellationToken cancellation)
    {
        using IMemoryOwner<byte> one = new AlignedMemory(LargePiece), other = new AlignedMemory(LargePiece);
        _direct = Posix.SetDirect(file, true);
        await TakeAsync(content, hash, (one.Memory, other.Memory), long.MaxValue, cancellation);
    }

    /// <returns>Whether the content ended before the file is as long as told.</returns>
    private async Task<bool> TakeAsync(Stream content, IncrementalHash hash, (Memory<byte> Filling, Memory<byte> Other) pieces, long until, CancellationToken cancellation)
    {
        Task working = Task.CompletedTask;
        try
        {
            int read = 1;
            for (long taken = Length; read > 0 && taken < until; taken += read)
            {
                read = await content.ReadAtLeastAsync(pieces.Filling, pieces.Filling.Length, throwOnEndOfStream: false, cancellation);
                await working;
                if (read > 0) working = Task.WhenAll(DigestAsync(hash, pieces.Filling[..read]), WriteAsync(pieces.Filling[..read]));
                pieces = (pieces.Other, pieces.Filling);
            }
            await working;
            return read == 0;
        }
        finally
        {
            // The pieces are in use until then, also when nothing more comes.
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The last piece, which is the only one of a small file, is not worth a thread.
    private static Task DigestAsync(IncrementalHash hash, ReadOnlyMemory<byte> piece)
    {
        if (piece.Length >= Piece) return Task.Run(() => hash.AppendData(piece.Span));
        hash.AppendData(piece.Span);
        return Task.CompletedTask;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> piece)
    {
        // The last piece need not be as long as the disk's blocks.
        if (_direct && piece.Length < LargePiece) _direct = !Posix.SetDirect(file, false);
        await RandomAccess.WriteAsync(file, piece, Length);
        Length += piece.Length;
        if (_direct || Length - _sent < Stretch || !_syncing.IsCompletedSuccessfully) return;
        _sent = Length;
        _syncing = Task.Run(() => RandomAccess.FlushToDisk(file));
    }
}
