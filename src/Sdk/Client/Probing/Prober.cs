using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cairn.Client.Probing;

/// <summary>
/// Sends each production endpoint a real prediction, round by round, from outside the server, and hands in what it found. While the server is away it
/// goes on with the plan it knows: what fails is found and kept, and handed in when the server is back, each result once.
/// </summary>
internal sealed class Prober : IDisposable
{
    private const string Mark = "X-Cairn-Probe";
    private const string JsonLength = "Inference-Header-Content-Length";
    private const int MostAtOnce = 5000;
    private readonly ProberOptions _options;
    private readonly ProbeRecord _record;
    private readonly HttpClient _http;
    private DateTimeOffset _heard;
    private string? _trouble;

    /// <exception cref="IOException">Another prober holds the record, or the disk refuses.</exception>
    public Prober(ProberOptions options, HttpMessageHandler? handler = null)
    {
        _options = options;
        _record = new ProbeRecord(options.Record);
        _http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = options.Server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        _heard = options.Clock.GetUtcNow();
    }

    /// <summary>Until cancelled, or until there is nothing to stay for.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await RefreshAsync(cancel);
        DateTimeOffset due = Next(_options.Clock.GetUtcNow());
        while (_record.IsThere && !IsHopeless())
        {
            // A round that is due already, because the last one took long, is asked at once; those that were slept through were not asked.
            TimeSpan wait = due - _options.Clock.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _options.Clock, cancel);
            await RoundAsync(due, cancel);
            DateTimeOffset now = _options.Clock.GetUtcNow();
            due = due + _options.Every > now - _options.Every ? due + _options.Every : Next(now);
        }
    }

    /// <summary>Asks every endpoint of the plan, then hands in.</summary>
    /// <param name="due">When the round was due: with the endpoint it makes a result what it is.</param>
    public async Task RoundAsync(DateTimeOffset due, CancellationToken cancel)
    {
        ProbeAnswer?[] answers = await Task.WhenAll(_record.Plan().Select(p => AskAsync(p, due, cancel)));
        ProbeAnswer[] found = [.. answers.OfType<ProbeAnswer>()];
        if (found.Length > 0 && _record.IsThere) _record.Add(found);
        if (await HandInAsync(cancel)) await RefreshAsync(cancel);
    }

    public void Dispose()
    {
        _record.Dispose();
        _http.Dispose();
    }

    private bool IsHopeless() => _options.GiveUp is { } most && _options.Clock.GetUtcNow() - _heard > most;

    private DateTimeOffset Next(DateTimeOffset now) => new((now.UtcTicks / _options.Every.Ticks + 1) * _options.Every.Ticks, TimeSpan.Zero);

    /// <summary>Null when the question says nothing about the endpoint: the token was refused.</summary>
    private async Task<ProbeAnswer?> AskAsync(PlannedProbe probe, DateTimeOffset due, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v2/models/{Uri.EscapeDataString(probe.Route)}/infer") { Content = Body(probe) };
        request.Headers.Add(Mark, "1");
        long since = _options.Clock.GetTimestamp();
        using HttpResponseMessage? answer = await SendAsync(request, cancel);
        if (answer?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            Trouble($"the token is refused ({(int)answer.StatusCode})");
            return null;
        }

        bool answered = answer?.StatusCode == HttpStatusCode.OK;
        return new ProbeAnswer(probe.Route, due, (int)_options.Every.TotalSeconds, answered, (int?)answer?.StatusCode, (long)_options.Clock.GetElapsedTime(since).TotalMilliseconds);
    }

    /// <summary>True when nothing waits any more.</summary>
    private async Task<bool> HandInAsync(CancellationToken cancel)
    {
        ProbeAnswer[] waiting = _record.Waiting();
        foreach (ProbeAnswer[] part in waiting.Chunk(MostAtOnce))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/probes/results") { Content = Json(JsonSerializer.SerializeToUtf8Bytes(new ProbeReport(part), ProbeJson.Default.ProbeReport)) };
            using HttpResponseMessage? answer = await SendAsync(request, cancel);
            if (answer is not { IsSuccessStatusCode: true })
            {
                Trouble(answer is null ? "the server does not answer" : $"the server does not take results ({(int)answer.StatusCode})");
                return false;
            }
        }

        if (waiting.Length > 0) _record.Clear();
        if (_trouble is not null) _options.Say($"all is well again; {waiting.Length} results were handed in");
        _trouble = null;
        return true;
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/probes/plan");
        using HttpResponseMessage? answer = await SendAsync(request, cancel);
        if (answer is { IsSuccessStatusCode: true } && _record.IsThere) _record.Keep(await answer.Content.ReadAsByteArrayAsync(cancel));
        else if (answer is not null) Trouble($"the server does not tell what to ask ({(int)answer.StatusCode})");
        else Trouble("the server does not answer");
    }

    /// <summary>Null when no answer came in time.</summary>
    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(_options.Within, _options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            HttpResponseMessage answer = await _http.SendAsync(request, either.Token);
            _heard = _options.Clock.GetUtcNow();
            return answer;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Each trouble is said once.</summary>
    private void Trouble(string what)
    {
        if (_trouble == what) return;
        _trouble = what;
        _options.Say($"{what}; what is found is kept and handed in later");
    }

    private static ByteArrayContent Body(PlannedProbe probe)
    {
        byte[] json = Encoding.UTF8.GetBytes(probe.Request);
        if (probe.Tensors is not { } tensors) return Json(json);
        var both = new ByteArrayContent([.. json, .. tensors]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        both.Headers.Add(JsonLength, json.Length.ToString(CultureInfo.InvariantCulture));
        return both;
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
