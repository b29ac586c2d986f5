using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Cairn.Bench;

/// <summary>
/// Requests at times set beforehand, as independent users send them: a server that is late gets no fewer. Each is measured from the time at which it was due, so that what
/// waits for a connection because others were answered late counts as late too.
/// </summary>
internal static class OpenLoad
{
    /// <summary>More than can wait at the server, so that there is always one to send by.</summary>
    private const int Connections = 256;

    /// <param name="look">Is shown each answer with 200, by many threads.</param>
    /// <exception cref="InvalidOperationException">An answer had another status than 200 or 429.</exception>
    public static async Task<OpenResult> RunAsync(int port, byte[] request, double rate, TimeSpan time, CancellationToken cancel, Action<ReadOnlyMemory<byte>>? look = null)
    {
        Socket[] sockets = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectAsync(port, cancel)));
        var due = Channel.CreateUnbounded<long>(new() { SingleWriter = true });
        long start = Stopwatch.GetTimestamp();
        var pace = new Thread(() => Pace.Run(due.Writer, rate, time, cancel)) { IsBackground = true, Name = "pace" };
        Task<(List<double> Answered, List<double> Rejected)>[] all = [.. sockets.Select(socket => Task.Run(() => OneAsync(socket, request, due.Reader, look, cancel), cancel))];
        pace.Start();
        (List<double> Answered, List<double> Rejected)[] results = await Task.WhenAll(all);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (Socket socket in sockets) socket.Dispose();
        return new OpenResult(seconds, [.. results.SelectMany(r => r.Answered).Order()], [.. results.SelectMany(r => r.Rejected).Order()]);
    }

    private static async Task<Socket> ConnectAsync(int port, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
        return socket;
    }

    private static async Task<(List<double> Answered, List<double> Rejected)> OneAsync(Socket socket, byte[] request, ChannelReader<long> due, Action<ReadOnlyMemory<byte>>? look, CancellationToken cancel)
    {
        byte[] buffer = new byte[16 * 1024];
        List<double> answered = [], rejected = [];
        await foreach (long at in due.ReadAllAsync(cancel))
        {
            await socket.SendAsync(request, cancel);
            int filled = await Load.AnswerAsync(socket, buffer, cancel);
            double took = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
            if (buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 200"u8))
            {
                answered.Add(took);
                look?.Invoke(buffer.AsMemory(0, filled));
            }
            else if (buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 429"u8)) rejected.Add(took);
            else throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, filled));
        }
        return (answered, rejected);
    }
}
