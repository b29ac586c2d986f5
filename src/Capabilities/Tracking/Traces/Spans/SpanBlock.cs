using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>Spans of one trace that came in one call, as bytes: format 1, then the JSON list, deflated.</summary>
internal static class SpanBlock
{
    private const byte Format = 1;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Write(IEnumerable<Span> spans)
    {
        using var bytes = new MemoryStream();
        bytes.WriteByte(Format);
        using (var deflate = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(deflate, Plain))
        {
            json.WriteStartArray();
            foreach (Span span in spans) span.Json.WriteTo(json);
            json.WriteEndArray();
        }
        return bytes.ToArray();
    }

    public static IReadOnlyList<Span> Read(byte[] block)
    {
        if (block.Length == 0 || block[0] != Format) throw new InvalidDataException("The block of spans has an unknown format.");
        using var bytes = new MemoryStream();
        using (var deflate = new DeflateStream(new MemoryStream(block, 1, block.Length - 1), CompressionMode.Decompress)) deflate.CopyTo(bytes);
        return Span.Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }
}
