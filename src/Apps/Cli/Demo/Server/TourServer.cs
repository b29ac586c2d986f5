using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cairn.Cli.Demo.Data;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Demo.Server;

/// <summary>The server as a child process: started, asked whether it is well, and started again when it was lost.</summary>
internal sealed class TourServer : IAsyncDisposable
{
    private const int MostStartsWithoutSuccess = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), Between = TimeSpan.FromMilliseconds(50);
    private readonly ServerCommand _command;
    private readonly Acknowledged _acknowledged;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stopping = new();
    private Process? _process;
    private Task _watch = Task.CompletedTask;
    private volatile int _starts, _vain;

    public TourServer(ServerCommand command, int port, Acknowledged acknowledged)
    {
        Address = new Uri($"http://127.0.0.1:{port}/");
        (_command, _acknowledged) = (command, acknowledged);
        _http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
    }

    public Uri Address { get; }

    /// <summary>How often it was started; 1 unless it was lost.</summary>
    public int Starts => _starts;

    /// <exception cref="UsageException">Somebody else has the port.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        RequireFree(Address.Port);
        Start();
        _watch = WatchAsync();
        await ReadyAsync(cancel);
    }

    /// <summary>Ends when the server answers.</summary>
    /// <exception cref="TourException">It does not come up.</exception>
    public Task ReadyAsync(CancellationToken cancel) => UntilAsync("readyz", cancel);

    /// <summary>Whether the server was lost before; then ends when its models are loaded again.</summary>
    public async Task<bool> RecoveringAsync(CancellationToken cancel)
    {
        if (_starts < 2)
        {
            return false;
        }
        await UntilAsync("v2/health/ready", cancel);
        return true;
    }

    /// <summary>Asks the server to end, and waits for it.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        if (_process is { HasExited: false } running)
        {
            using var kill = Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]);
            await running.WaitForExitAsync();
        }
    }

    /// <summary>Lets the server live on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        _process?.Dispose();
        _stopping.Dispose();
        _http.Dispose();
    }

    private static void RequireFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
        }
        catch (SocketException)
        {
            throw new UsageException($"port {port} is in use", "give another with --port");
        }
    }

    private void Start()
    {
        _process?.Dispose();
        _process = _command.Start();
        _starts++;
        _acknowledged.Started(_process.Id, _starts);
    }

    private async Task WatchAsync()
    {
        try
        {
            while (_vain < MostStartsWithoutSuccess)
            {
                using var life = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                var up = CameUpAsync(life.Token);
                await _process!.WaitForExitAsync(_stopping.Token);
                await life.CancelAsync();
                _vain = await up ? 0 : _vain + 1;
                Start();
            }
        }
        catch (OperationCanceledException)
        {
            // The tour is over; the server is stopped or left by whoever ended it.
        }
    }

    // Whether this start came to anything; the tour itself may ask nothing for a while.
    private async Task<bool> CameUpAsync(CancellationToken life)
    {
        try
        {
            using var timer = new PeriodicTimer(Between);
            while (!await AnswersAsync("readyz", life))
            {
                await timer.WaitForNextTickAsync(life);
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task UntilAsync(string path, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        enough.CancelAfter(Patience);
        // Asking again is the only signal that a process gives of itself.
        using var timer = new PeriodicTimer(Between);
        try
        {
            while (!await AnswersAsync(path, enough.Token))
            {
                if (_vain >= MostStartsWithoutSuccess)
                {
                    throw new TourException($"the server does not start; see {_command.Log}");
                }
                await timer.WaitForNextTickAsync(enough.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TourException($"the server has not answered for {Patience.TotalMinutes:0} minutes; see {_command.Log}");
        }
    }

    private async Task<bool> AnswersAsync(string path, CancellationToken cancel)
    {
        try
        {
            using var answer = await _http.GetAsync(path, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }
}
