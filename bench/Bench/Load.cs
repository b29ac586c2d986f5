using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cairn.Bench;

/// <summary>Requests over kept connections by plain sockets, so that the generator takes as little of the machine as it can.</summary>
internal static class Load
{
    /// <returns>Answers with status 200 a second.</returns>
    /// <exception cref="InvalidOperationException">An answer had another status.</exception>
    public static Task<double> RunAsync(int port, string path, string body, TimeSpan time, CancellationToken cancel, int connections = 32)
        => RunAsync(port, path, _ => body, connections, time, cancel);

    /// <inheritdoc cref="RunAsync(int, string, string, TimeSpan, CancellationToken, int)"/>
    /// <param name="bodies">What each connection sends, from 0.</param>
    public static Task<double> RunAsync(int port, string path, Func<int, string> bodies, int connections, TimeSpan time, CancellationToken cancel)
        => SendAsync(port, c => Request(port, path, Encoding.UTF8.GetBytes(bodies(c))), connections, time, cancel);

    /// <inheritdoc cref="RunAsync(int, string, string, TimeSpan, CancellationToken, int)"/>
    /// <param name="requests">What each connection sends, from 0, head and body.</param>
    public static async Task<double> SendAsync(int port, Func<int, byte[]> requests, int connections, TimeSpan time, CancellationToken cancel)
        => (await TimeAsync(port, requests, connections, time, cancel)).PerSecond;

    /// <returns>Answers with status 200.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public static async Task<long> CountAsync(int port, Func<int, byte[]> requests, int connections, TimeSpan time, CancellationToken cancel)
        => (await TimeAsync(port, requests, connections, time, cancel)).Took.Length;

    /// <returns>How many answers came, and how long each took.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public static async Task<LoadResult> TimeAsync(int port, Func<int, byte[]> requests, int connections, TimeSpan time, CancellationToken cancel)
    {
        byte[][] all = [.. Enumerable.Range(0, connections).Select(requests)];
        long start = Stopwatch.GetTimestamp();
        List<double>[] took = await Task.WhenAll(all.Select(request => Task.Run(() => OneAsync(port, request, start, time, cancel), cancel)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new LoadResult(seconds, [.. took.SelectMany(t => t).Order()]);
    }

    /// <summary>One connection sends the requests one after the other, round after round, so that a slow moment of the machine falls on all of them.</summary>
    /// <returns>Milliseconds that the answers took, of each request in order of length.</returns>
    public static async Task<double[][]> TakeTurnsAsync(int port, byte[][] requests, TimeSpan time, CancellationToken cancel)
    {
        using Socket socket = await ConnectAsync(port, cancel);
        byte[] buffer = new byte[16 * 1024];
        List<double>[] took = [.. requests.Select(_ => new List<double>())];
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
            for (int i = 0; i < requests.Length; i++) took[i].Add(await AskAsync(socket, requests[i], buffer, cancel));
        return [.. took.Select(t => t.Order().ToArray())];
    }

    /// <param name="header">Another line of the head.</param>
    public static byte[] Request(int port, string path, byte[] body, string type = "application/json", string? header = null)
        => [.. Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: {type}\r\n{(header is null ? "" : header + "\r\n")}Content-Length: {body.Length}\r\n\r\n"), .. body];

    private static async Task<List<double>> OneAsync(int port, byte[] request, long start, TimeSpan time, CancellationToken cancel)
    {
        using Socket socket = await ConnectAsync(port, cancel);
        byte[] buffer = new byte[16 * 1024];
        var took = new List<double>();
        while (Stopwatch.GetElapsedTime(start) < time) took.Add(await AskAsync(socket, request, buffer, cancel));
        return took;
    }

    public static async Task<Socket> ConnectAsync(int port, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
        return socket;
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> AskAsync(Socket socket, byte[] request, byte[] buffer, CancellationToken cancel)
    {
        long sent = Stopwatch.GetTimestamp();
        await socket.SendAsync(request, cancel);
        int filled = await AnswerAsync(socket, buffer, cancel);
        if (!buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, filled));
        return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
    }

    /// <returns>Bytes of one whole answer.</returns>
    public static async Task<int> AnswerAsync(Socket socket, byte[] buffer, CancellationToken cancel)
    {
        int filled = 0;
        while (!IsWhole(buffer.AsSpan(0, filled))) filled += await Received(socket.ReceiveAsync(buffer.AsMemory(filled), cancel));
        return filled;
    }

    private static async Task<int> Received(ValueTask<int> receive)
        => await receive is > 0 and var n ? n : throw new InvalidOperationException("The server closed the connection.");

    public static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        int at = answer[..head].IndexOf("Content-Length: "u8);
        if (at < 0) return answer.EndsWith("0\r\n\r\n"u8);
        ReadOnlySpan<byte> digits = answer[(at + 16)..head];
        int end = digits.IndexOf("\r\n"u8);
        return int.TryParse(end < 0 ? digits : digits[..end], out int length) && answer.Length >= head + 4 + length;
    }
}
