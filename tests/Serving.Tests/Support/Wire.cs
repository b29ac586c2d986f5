using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Cairn.Serving.Tests.Support;

/// <summary>Requests and answers with binary tensors, made and read byte by byte as a client does.</summary>
internal static class Wire
{
    public const string JsonLength = "Inference-Header-Content-Length";

    public static byte[] Of<T>(params ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();

    public static byte[] Texts(params string[] texts) => Texts([.. texts.Select(Encoding.UTF8.GetBytes)]);

    public static byte[] Texts(params byte[][] texts)
    {
        var all = new List<byte>();
        Span<byte> size = stackalloc byte[4];
        foreach (byte[] text in texts)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)text.Length);
            all.AddRange(size);
            all.AddRange(text);
        }

        return [.. all];
    }

    /// <summary>Sends JSON and what follows it; the length header tells the JSON's, unless another is given (or none, when empty).</summary>
    public static async Task<WireAnswer> SendAsync(ServingHost host, string path, string json, byte[] tail, string? length = null, params (string Name, string Value)[] headers)
    {
        byte[] head = Encoding.UTF8.GetBytes(json);
        length ??= head.Length.ToString(CultureInfo.InvariantCulture);
        return await SendBytesAsync(host, path, [.. head, .. tail], length.Length == 0 ? headers : [(JsonLength, length), .. headers]);
    }

    public static async Task<WireAnswer> SendBytesAsync(ServingHost host, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value)) content.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), all);
    }

    public static byte[] Gzip(byte[] bytes) => Pack(bytes, to => new GZipStream(to, CompressionLevel.Optimal));

    public static byte[] Zlib(byte[] bytes) => Pack(bytes, to => new ZLibStream(to, CompressionLevel.Optimal));

    public static byte[] Deflate(byte[] bytes) => Pack(bytes, to => new DeflateStream(to, CompressionLevel.Optimal));

    private static byte[] Pack(byte[] bytes, Func<Stream, Stream> open)
    {
        var packed = new MemoryStream();
        using (Stream stream = open(packed)) stream.Write(bytes);
        return packed.ToArray();
    }
}

/// <summary>What came back, as bytes.</summary>
internal sealed record WireAnswer(int Status, byte[] Body, Dictionary<string, string> Headers)
{
    public int? JsonLength => Headers.TryGetValue(Wire.JsonLength, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public string Text => Encoding.UTF8.GetString(Body.AsSpan(0, JsonLength ?? Body.Length));

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The bytes of a binary output, found as tritonclient finds them: by adding up the sizes before it.</summary>
    public byte[] Output(string name)
    {
        int at = JsonLength ?? throw new InvalidOperationException("There is no length of JSON: " + Text);
        foreach (JsonElement output in Json.GetProperty("outputs").EnumerateArray())
        {
            if (!output.TryGetProperty("parameters", out JsonElement parameters)) continue;
            int size = parameters.GetProperty("binary_data_size").GetInt32();
            if (output.GetProperty("name").GetString() == name) return Body[at..(at + size)];
            at += size;
        }

        throw new InvalidOperationException($"There is no binary output '{name}': {Text}");
    }

    /// <summary>The binary outputs are all that follows the JSON.</summary>
    public void DemandNothingElse()
    {
        if (JsonLength is not { } at) return;
        foreach (JsonElement output in Json.GetProperty("outputs").EnumerateArray())
            if (output.TryGetProperty("parameters", out JsonElement parameters)) at += parameters.GetProperty("binary_data_size").GetInt32();
        at.ShouldBe(Body.Length);
    }

    public WireAnswer Unpacked()
    {
        if (!Headers.ContainsKey("Content-Encoding")) return this;
        using Stream stream = Headers["Content-Encoding"] == "gzip"
            ? new GZipStream(new MemoryStream(Body), CompressionMode.Decompress)
            : new ZLibStream(new MemoryStream(Body), CompressionMode.Decompress);
        var plain = new MemoryStream();
        stream.CopyTo(plain);
        return this with { Body = plain.ToArray() };
    }
}
