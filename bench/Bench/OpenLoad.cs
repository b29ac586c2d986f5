using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cairn.Bench;

/// <summary>Requests at times set beforehand, as independent users send them: a server that is late gets no fewer.</summary>
internal static class OpenLoad
{
    /// <summary>More than can wait at the server, so that there is always one to send by.</summary>
    private const int Connections = 128;

    public static async Task<OpenResult> RunAsync(int port, string path, string body, double rate, TimeSpan time, CancellationToken cancel)
    {
        byte[] request = Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        long start = Stopwatch.GetTimestamp();
        var turn = new Turn(rate, time);
        (List<double> Answered, List<double> Rejected)[] all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => OneAsync(port, request, start, turn, cancel), cancel)));
        double[] answered = [.. all.SelectMany(a => a.Answered).Order()], rejected = [.. all.SelectMany(a => a.Rejected).Order()];
        return new OpenResult(answered.Length / Stopwatch.GetElapsedTime(start).TotalSeconds, Slow(answered), Slow(rejected));
    }

    private static double Slow(double[] sorted) => sorted.Length == 0 ? 0 : sorted[(int)(sorted.Length * 0.99)];

    private static async Task<(List<double> Answered, List<double> Rejected)> OneAsync(int port, byte[] request, long start, Turn turn, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
        byte[] buffer = new byte[16 * 1024];
        List<double> answered = [], rejected = [];
        while (turn.Next() is { } due)
        {
            TimeSpan early = due - Stopwatch.GetElapsedTime(start);
            if (early > TimeSpan.Zero) await Task.Delay(early, cancel);
            long sent = Stopwatch.GetTimestamp();
            await socket.SendAsync(request, cancel);
            int filled = await Load.AnswerAsync(socket, buffer, cancel);
            double took = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            if (buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 200"u8)) answered.Add(took);
            else if (buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 429"u8)) rejected.Add(took);
            else throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, filled));
        }
        return (answered, rejected);
    }

    /// <summary>Hands out the times at which requests are due, in order.</summary>
    private sealed class Turn(double rate, TimeSpan time)
    {
        private long _next = -1;

        public TimeSpan? Next()
        {
            var due = TimeSpan.FromSeconds(Interlocked.Increment(ref _next) / rate);
            return due < time ? due : null;
        }
    }
}
