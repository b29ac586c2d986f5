using System.Net;
using System.Net.Sockets;

namespace Cairn.Journeys.Tests;

/// <summary>A port for a server that is killed and comes back to it: below those that the system gives to outgoing connections, which would take it meanwhile.</summary>
internal static class FreePort
{
    private const int First = 10_000, Last = 19_999;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
