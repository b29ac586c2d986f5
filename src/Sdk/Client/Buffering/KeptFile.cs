using System.Text.Json;

namespace Cairn.Client;

/// <summary>A file that waits for its upload.</summary>
/// <param name="Path">Where it goes among the run's artifacts.</param>
/// <param name="File">Its name in the run's folder of kept files.</param>
internal sealed record KeptFile(string Path, string File)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static KeptFile Read(ReadOnlySpan<byte> payload) => JsonSerializer.Deserialize<KeptFile>(payload)!;
}
