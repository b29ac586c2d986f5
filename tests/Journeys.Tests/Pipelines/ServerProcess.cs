using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cairn.Journeys.Tests.Pipelines;

/// <summary>A server as a process of its own on a data directory that outlives it; it can be killed and started again.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("server-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private Process? _process;

    public string Folder => _folder;

    /// <summary>Its address.</summary>
    public string Server => $"http://127.0.0.1:{_port}";

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Server, "--port", $"{_port}", "--data", Path.Combine(_folder, "data")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        long since = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync())
        {
            _process.HasExited.ShouldBeFalse("the server ended at its start");
            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(Longest, "the server does not come up");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public async Task<JsonNode> GetAsync(string path) => (await JsonNode.ParseAsync(await _http.GetStreamAsync(Address(path))))!;

    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(Address(path));

    public async Task<JsonNode> PostAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(Address(path), body);
        string text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    public async Task PutAsync(string path, string content)
    {
        using HttpResponseMessage answer = await _http.PutAsync(Address(path), new StringContent(content));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        if (_process is not null) Kill();
        _http.Dispose();
        MakeWritable(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    private Uri Address(string path) => new($"http://127.0.0.1:{_port}/{path}");

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(Address("readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    // Checkouts are read-only.
    private static void MakeWritable(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (string folder in Directory.EnumerateDirectories(directory))
        {
            if (new DirectoryInfo(folder).LinkTarget is not null) continue;
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            MakeWritable(folder);
        }
    }
}
