using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Cairn.Bench;

/// <summary>A server program under measurement, in a process of its own.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly HttpClient Http = new();
    private readonly Process _process;

    private Child(Process process, int port) => (_process, Port) = (process, port);

    public static string Root { get; } = typeof(Child).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!;

    public int Port { get; }

    /// <summary>Memory of its own and its part of what is shared (PSS), in MB of 10^6.</summary>
    public double Megabytes => File.ReadLines($"/proc/{_process.Id}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kib, ..]
        ? double.Parse(kib) * 1024 / 1e6 : 0;

    /// <summary>Bytes that it asked to read of files, from the disk or from memory, in MB of 10^6.</summary>
    public double MegabytesRead => File.ReadLines($"/proc/{_process.Id}/io").First(l => l.StartsWith("rchar:", StringComparison.Ordinal)) is var line ? double.Parse(line[6..]) / 1e6 : 0;

    /// <summary>Time its threads have had a processor so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The program of ours with this name, built beside this one.</summary>
    public static string App(string name) => Path.Combine(Root, "src", "Apps", name, "bin", "Release", "net10.0", $"Cairn.{name}.dll");

    /// <summary>Starts and returns once <c>GET path</c> answers 200.</summary>
    public static async Task<Child> StartAsync(string path, CancellationToken cancel, params IEnumerable<string> arguments)
    {
        int port = FreePort();
        var start = new ProcessStartInfo("dotnet", arguments.Select(a => a.Replace("{port}", port.ToString(), StringComparison.Ordinal)))
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        Process process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!await AnswersAsync($"http://localhost:{port}{path}", cancel))
        {
            if (process.HasExited) throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}.");
            // Who asks without a pause takes a processor from the one that starts.
            await Task.Delay(Pause, cancel);
        }
        return new Child(process, port);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(string address, CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(address, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Of the loopback address, a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
