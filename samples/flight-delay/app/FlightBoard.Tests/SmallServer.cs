using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlightBoard.Tests;

/// <summary>Answers each request with one given answer and remembers what was asked.</summary>
internal sealed class SmallServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    public SmallServer()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _loop = RunAsync();
    }

    public Uri Address { get; }

    public (int Status, string Body) Answer { get; set; } = (200, "{}");

    public string Path { get; private set; } = "";

    public string Body { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                (Path, Body) = (context.Request.Url!.AbsolutePath, await reader.ReadToEndAsync());
                context.Response.StatusCode = Answer.Status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Answer.Body));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed: the test is over.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
