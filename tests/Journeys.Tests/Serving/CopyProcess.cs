using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cairn.Journeys.Tests.Serving;

/// <summary><c>cairn serve --snapshot URL</c> as a process of its own on a log that outlives it.</summary>
internal sealed class CopyProcess : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Process _process;
    private readonly int _port = FreePort.Next();

    private CopyProcess(string server, string log)
    {
        string program = Path.Combine(Repository.Root, $"src/Apps/Serve/bin/{Repository.Configuration}/net10.0/Cairn.Serve.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, "--snapshot", server, "--log", log, "--port", $"{_port}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts one and waits until it answers for the endpoint.</summary>
    public static async Task<CopyProcess> StartAsync(string server, string log, string endpoint)
    {
        var copy = new CopyProcess(server, log);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (long since = Stopwatch.GetTimestamp(); !await copy.IsReadyAsync(endpoint);)
        {
            copy._process.HasExited.ShouldBeFalse("the copy ended at its start");
            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(Longest, "the copy does not come up");
            await timer.WaitForNextTickAsync();
        }
        return copy;
    }

    /// <returns>Whether it was answered; false when the process died over it.</returns>
    public async Task<bool> AskAsync(string endpoint, string id)
    {
        try
        {
            using HttpResponseMessage answer = await _http.PostAsJsonAsync($"http://127.0.0.1:{_port}/v2/models/{endpoint}/infer", new { id, inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 0.5 } } } });
            string text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            ((string)JsonNode.Parse(text)!["id"]!).ShouldBe(id);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<bool> IsReadyAsync(string endpoint)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync($"http://127.0.0.1:{_port}/v2/models/{endpoint}/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException) { return false; }
    }
}
