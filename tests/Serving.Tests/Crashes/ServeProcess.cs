using System.Diagnostics;
using System.Net;
using System.Reflection;
using Cairn.Contracts.Snapshots;
using Cairn.Journeys.Tests;

namespace Cairn.Serving.Tests.Crashes;

/// <summary>The program <c>Serve</c> in a process of its own, over a folder that outlives it.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly Process _process;

    private ServeProcess(Process process, int port)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public static Task<ServeProcess> StartAsync(string folder, RouteSnapshot snapshot, params (string Name, string Value)[] environment) => StartAsync(folder, snapshot, [], environment);

    public static async Task<ServeProcess> StartAsync(string folder, RouteSnapshot snapshot, string[] more, params (string Name, string Value)[] environment)
    {
        string file = Path.Combine(folder, "snapshot.json");
        await File.WriteAllBytesAsync(file, SnapshotJson.Serialize(snapshot));
        int port = FreePort.Next();
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        string root = typeof(ServeProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string program = Path.Combine(root, "src", "Apps", "Serve", "bin", configuration, "net10.0", "Cairn.Serve.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--snapshot", file, "--log", Path.Combine(folder, "log"), "--port", $"{port}", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        var made = new ServeProcess(Process.Start(start)!, port);
        await made.ReadyAsync();
        return made;
    }

    /// <summary>As kill -9 does: nothing is said, nothing is written, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        Client.Dispose();
        _process.Dispose();
    }

    private async Task ReadyAsync()
    {
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await AnswersAsync())
        {
            if (_process.HasExited) throw new InvalidOperationException($"Serve ended with {_process.ExitCode}.");
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using HttpResponseMessage answer = await Client.GetAsync("/v2/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException) { return false; }
    }
}
