using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Cairn.Contracts.Packages;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Servers;

/// <summary>
/// Keeps a model's own server alive: starts it on a free port of the loopback, waits until it is ready, looks at it again and again, and starts it anew, later
/// each time, when it died, does not answer its probe or takes too much memory. Ended with all its processes when it is disposed.
/// </summary>
internal sealed partial class ModelServer(ServerStart start, ServerRule rule, TimeProvider real, ILogger logger) : IAsyncDisposable
{
    private const int Fails = 3;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50), Longest = TimeSpan.FromSeconds(30), Calm = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource _end = new();
    private readonly ServerCalls _calls = new(rule, real);
    private Task _watch = Task.CompletedTask;
    private Uri? _address;
    private long _retry;
    private int _restarts;

    /// <summary>Time until the first start again.</summary>
    public static TimeSpan First { get; } = TimeSpan.FromMilliseconds(250);

    public ServerRule Rule => rule;

    public bool IsReady => Volatile.Read(ref _address) is not null;

    /// <summary>Starts after the first.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>The first start; a <see cref="ModelFault"/> when it does not become ready.</summary>
    public async Task StartAsync()
    {
        (ServerProcess process, string? reason) = await StartFirstAsync();
        // Somebody took its port between our look and its own: it gets another.
        if (reason is not null && IsTaken(process.Port)) (process, reason) = await StartFirstAsync();
        if (reason is not null) throw new ModelFault($"The model's server {reason}; what it wrote is in {Path.GetFileName(start.Log)}.");
        Volatile.Write(ref _address, Address(process));
        _watch = Task.Run(() => WatchAsync(process));
    }

    /// <summary>With a reason why it is not ready; then it is gone.</summary>
    private async Task<(ServerProcess Process, string? Reason)> StartFirstAsync()
    {
        ServerProcess process;
        try { process = Spawn(); }
        catch (Exception e) when (e is Win32Exception or IOException) { throw new ModelFault($"The model's server cannot be started: {e.Message}"); }
        string? reason = await BecomesReadyAsync(process);
        if (reason is not null) await process.DisposeAsync();
        return (process, reason);
    }

    /// <summary>What a client will still wait; null when it did not say.</summary>
    public TimeSpan? Left(RunTime time) => _calls.Left(time);

    /// <summary>
    /// Sends a request on the caller's thread, which waits; the caller disposes the answer. As many are sent at once as the rule allows, whoever asks. The connection is
    /// closed on the server when nobody waits any more.
    /// </summary>
    /// <param name="until">How long it may wait for its turn.</param>
    /// <exception cref="ModelFailure">The server is away, died meanwhile, or took too long.</exception>
    /// <exception cref="RequestFault">The client's own time is over, or that until its turn.</exception>
    public HttpResponseMessage Send(HttpRequestMessage request, string path, RunTime time, RunTime until) => _calls.Send(request, () => At(path), time, until);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        _calls.Dispose();
        _end.Dispose();
    }

    private Uri At(string path) => Volatile.Read(ref _address) is { } address
        ? new Uri(address, path)
        : throw new ModelFailure("The model's server is being started again.", 503) { Again = Left() };

    private static Uri Address(ServerProcess process) => new($"http://127.0.0.1:{process.Port}/");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException) { return true; }
    }

    private ServerProcess Spawn()
    {
        ServerLog.Bound(start.Log);
        return ServerProcess.Start(start, FreePort());
    }

    private TimeSpan Left() => new(Math.Max(0, Volatile.Read(ref _retry) - real.GetUtcNow().UtcTicks));

    private async Task WatchAsync(ServerProcess process)
    {
        TimeSpan pause = First;
        while (true)
        {
            long since = real.GetTimestamp();
            string? reason = await BrokenAsync(process);
            Volatile.Write(ref _address, null);
            await process.DisposeAsync();
            if (reason is null) return;
            if (real.GetElapsedTime(since) > Calm) pause = First;
            Log.Again(logger, start.Log, reason, pause.TotalSeconds);
            if (await StartAgainAsync(pause) is not { } next) return;
            (process, pause) = (next.Process, next.Pause);
        }
    }

    /// <summary>Tries until one is ready; null when it is to end.</summary>
    private async Task<(ServerProcess Process, TimeSpan Pause)?> StartAgainAsync(TimeSpan pause)
    {
        while (true)
        {
            Volatile.Write(ref _retry, (real.GetUtcNow() + pause).UtcTicks);
            if (!await PauseAsync(pause)) return null;
            pause = pause * 2 < Longest ? pause * 2 : Longest;
            Interlocked.Increment(ref _restarts);
            (ServerProcess? process, string fault) = await TryStartAsync();
            if (process is not null)
            {
                Volatile.Write(ref _address, Address(process));
                return (process, pause);
            }

            if (_end.IsCancellationRequested) return null;
            Log.Again(logger, start.Log, fault, pause.TotalSeconds);
        }
    }

    private async Task<(ServerProcess? Process, string Fault)> TryStartAsync()
    {
        try
        {
            ServerProcess process = Spawn();
            if (await BecomesReadyAsync(process) is not { } reason) return (process, "");
            await process.DisposeAsync();
            return (null, reason);
        }
        catch (Exception e) when (e is Win32Exception or IOException) { return (null, "cannot be started: " + e.Message); }
    }

    /// <summary>Null when it is ready; else what is wrong.</summary>
    private async Task<string?> BecomesReadyAsync(ServerProcess process)
    {
        long since = real.GetTimestamp();
        while (!process.Exited.IsCompleted)
        {
            if (_end.IsCancellationRequested) return "is to end";
            if (await _calls.ProbeAsync(Address(process), _end.Token)) return null;
            if (real.GetElapsedTime(since).TotalSeconds > rule.StartSeconds) return $"was not ready within {rule.StartSeconds} s ({rule.ReadyPath})";
            await PauseAsync(Tick);
        }

        return $"ended with {process.ExitCode} before it was ready";
    }

    /// <summary>Waits until something is wrong with it; null when it is to end.</summary>
    private async Task<string?> BrokenAsync(ServerProcess process)
    {
        int failed = 0;
        while (true)
        {
            using (var pause = CancellationTokenSource.CreateLinkedTokenSource(_end.Token))
            {
                await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromSeconds(rule.ProbeSeconds), real, pause.Token));
                await pause.CancelAsync();
            }

            if (_end.IsCancellationRequested) return null;
            if (process.Exited.IsCompleted) return $"ended with {process.ExitCode}";
            failed = await _calls.ProbeAsync(Address(process), _end.Token) || _calls.IsBusy ? 0 : failed + 1;
            if (failed == Fails) return "does not answer its probe";
            if (rule.MemoryMegabytes is { } most && GroupMemory.Of(process.Group) > most * (long)(1 << 20)) return $"takes more than {most} MB of memory";
            ServerLog.Bound(start.Log);
        }
    }

    /// <summary>False when it is to end.</summary>
    private async Task<bool> PauseAsync(TimeSpan time)
    {
        try { await Task.Delay(time, real, _end.Token); }
        catch (OperationCanceledException) { return false; }
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The model's server with the log {File} {Reason}; it is started again in {Seconds} s.")]
        public static partial void Again(ILogger logger, string file, string reason, double seconds);
    }
}
