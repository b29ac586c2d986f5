using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Platform.Artifacts;

/// <summary>SHA-256 digests in the form <c>sha256:…</c>.</summary>
public static class Digest
{
    public const string Prefix = "sha256:";
    private const int Piece = 1 << 18;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static string Of(ReadOnlySpan<byte> content) => Prefix + Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Of a file's content, read in large pieces.</summary>
    public static string OfFile(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        long offset = 0;
        for (int read; (read = RandomAccess.Read(file, piece, offset)) > 0; offset += read) hash.AppendData(piece.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(piece);
        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The 64 hex digits of a well-formed digest.</summary>
    /// <exception cref="ArgumentException">It is not one: such a text never becomes part of a path.</exception>
    public static string Hex(string digest) => IsDigest(digest) ? digest[Prefix.Length..] : throw new ArgumentException("A digest is 'sha256:' and 64 lower-case hex digits.", nameof(digest));

    public static bool IsDigest(string? text)
        => text is { Length: 71 } && text.StartsWith(Prefix, StringComparison.Ordinal) && !text.AsSpan(Prefix.Length).ContainsAnyExcept(HexDigits);
}
