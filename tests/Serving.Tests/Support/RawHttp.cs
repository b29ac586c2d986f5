using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Cairn.Serving.Tests.Support;

/// <summary>One request as bytes over a connection of its own, and its answer: nothing adds or alters a header.</summary>
internal static class RawHttp
{
    public static async Task<WireAnswer> SendAsync(Uri server, string method, string target, IEnumerable<string[]> headers, byte[] body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using NetworkStream stream = client.GetStream();
        string head = $"{method} {target} HTTP/1.1\r\n{string.Concat(headers.Select(h => $"{h[0]}: {h[1]}\r\n"))}\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body]);
        return await ReadAsync(new BufferedStream(stream));
    }

    private static async Task<WireAnswer> ReadAsync(Stream from)
    {
        int status = int.Parse((await LineAsync(from)).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(from) is { Length: > 0 } line) headers.Add(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
        if (!headers.ContainsKey("Transfer-Encoding")) return new(status, await TakeAsync(from, int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)), headers);
        var body = new List<byte>();
        while (int.Parse(await LineAsync(from), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.AddRange(await TakeAsync(from, size));
            await LineAsync(from);
        }

        return new(status, [.. body], headers);
    }

    private static async Task<byte[]> TakeAsync(Stream from, int size)
    {
        byte[] taken = new byte[size];
        await from.ReadExactlyAsync(taken);
        return taken;
    }

    private static async Task<string> LineAsync(Stream from)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            await from.ReadExactlyAsync(one);
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
    }
}
