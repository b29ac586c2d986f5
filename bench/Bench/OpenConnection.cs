using System.Net;
using System.Net.Sockets;

namespace Cairn.Bench;

/// <summary>One connection of an open loop, with at most one request on its way.</summary>
internal sealed class OpenConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    private OpenConnection(Socket socket) => (_socket, Handle) = (socket, (int)socket.Handle);

    public int Handle { get; }

    /// <summary>Time stamp at which its request was due.</summary>
    public long Due { get; private set; }

    /// <summary>Without a word to the runtime's own sockets: they would wake two more threads for each answer, which look for work that this generator's one thread does.</summary>
    public static OpenConnection Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.TotalMilliseconds };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        return new(socket);
    }

    /// <summary>One request and its answer, whatever it is, while nothing is measured.</summary>
    public void Warm(byte[] request)
    {
        Send(request, due: 0);
        while (Receive().IsEmpty) { }
    }

    public void Send(byte[] request, long due)
    {
        (Due, _filled) = (due, 0);
        if (_socket.Send(request) != request.Length) throw new InvalidOperationException("The server takes no more.");
    }

    /// <summary>What has come of the answer; called when something has. Empty until it is whole.</summary>
    public ReadOnlyMemory<byte> Receive()
    {
        int read = _socket.Receive(_buffer.AsSpan(_filled));
        if (read == 0) throw new InvalidOperationException("The server closed the connection.");
        _filled += read;
        return Load.IsWhole(_buffer.AsSpan(0, _filled)) ? _buffer.AsMemory(0, _filled) : default;
    }

    public void Dispose() => _socket.Dispose();
}
