using System.IO.Compression;
using System.Security.Cryptography;

namespace Cairn.Platform.Web;

/// <summary>One browser file: its bytes, its address with a fingerprint, and its compressed forms, made once when first asked for.</summary>
internal sealed class Asset
{
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    public Asset(string name, byte[] bytes)
    {
        Bytes = bytes;
        ContentType = TypeOf(name);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..10];
        Fingerprinted = $"{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}";
        _brotli = new(() => Compress(stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        _gzip = new(() => Compress(stream => new GZipStream(stream, CompressionLevel.Optimal)));
    }

    public byte[] Bytes { get; }
    public string ContentType { get; }
    public string Fingerprinted { get; }

    /// <summary>The bytes to send and the Content-Encoding to declare (null: as they are), by the client's Accept-Encoding.</summary>
    public (byte[] Bytes, string? Encoding) For(string acceptEncoding) =>
        acceptEncoding.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli.Value, "br")
        : acceptEncoding.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip.Value, "gzip")
        : (Bytes, null);

    private byte[] Compress(Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var stream = open(target))
        {
            stream.Write(Bytes);
        }

        return target.ToArray();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
