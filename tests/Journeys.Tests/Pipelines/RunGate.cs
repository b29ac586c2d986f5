using System.Net;

namespace Cairn.Journeys.Tests.Pipelines;

/// <summary>Stands before a tracking server: so many of its runs can be read through it, and whoever asks for one more waits.</summary>
internal sealed class RunGate : IDisposable
{
    private const string Asked = "/api/2.0/mlflow/runs/get";
    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly string _server;
    private readonly Lock _one = new();
    private readonly HashSet<string> _passed = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _most;

    public RunGate(string server)
    {
        _server = server;
        Address = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ListenAsync();
    }

    public string Address { get; }

    /// <summary>So many runs pass from now on, those that passed before among them.</summary>
    public void Open(int runs)
    {
        lock (_one)
        {
            _most = runs;
            _more.SetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Dispose()
    {
        _listener.Close();
        _http.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        try
        {
            if (call.Request.Url!.AbsolutePath == Asked) await PassAsync(call.Request.QueryString["run_id"]!);
            using var request = new HttpRequestMessage(new HttpMethod(call.Request.HttpMethod), _server + call.Request.RawUrl);
            if (call.Request.HasEntityBody)
            {
                request.Content = new StreamContent(call.Request.InputStream);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", call.Request.ContentType);
            }

            using HttpResponseMessage answer = await _http.SendAsync(request);
            byte[] body = await answer.Content.ReadAsByteArrayAsync();
            (call.Response.StatusCode, call.Response.ContentType) = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString());
            call.Response.Close(body, willBlock: false);
        }
        catch (Exception e) when (e is HttpListenerException or HttpRequestException or ObjectDisposedException or InvalidOperationException)
        {
            // Who asked is no more.
        }
    }

    private async Task PassAsync(string run)
    {
        while (true)
        {
            Task more;
            lock (_one)
            {
                if (_passed.Contains(run) || (_passed.Count < _most && _passed.Add(run))) return;
                more = _more.Task;
            }

            await more;
        }
    }
}
