using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Client;

/// <summary>Cairn's REST interface over HTTP. Paths are relative to the server, e.g. <c>api/v1/projects</c>. Safe for concurrent use.</summary>
public sealed partial class CairnClient : IDisposable
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(100);

    private readonly CairnClientOptions _options;
    private readonly HttpClient _http;
    private readonly Uri _server;

    public CairnClient(CairnClientOptions options)
        : this(options, new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
    {
    }

    internal CairnClient(CairnClientOptions options, HttpMessageHandler handler)
    {
        (_options, _server) = (options, options.Server);
        _http = new HttpClient(handler) { BaseAddress = options.Server, Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(options.Program, typeof(CairnClient).Assembly.GetName().Version?.ToString(3)));
        if (options.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        if (options.Actor is { } actor)
        {
            _http.DefaultRequestHeaders.Add("X-Cairn-Actor", actor);
        }
    }

    public Uri Server => _server;

    /// <summary>True once an answer came from a simulated world: its clock and its people are not real.</summary>
    public bool Simulated { get; private set; }

    /// <summary>Reads one resource.</summary>
    /// <returns>The answer's JSON; null when the body is empty.</returns>
    /// <exception cref="CairnApiException">The server refused.</exception>
    /// <exception cref="CairnUnreachableException">No answer came.</exception>
    public Task<JsonNode?> GetAsync(string path, CancellationToken cancel = default) => ExchangeAsync(HttpMethod.Get, path, null, cancel);

    /// <summary>Performs an act. <paramref name="body"/> null sends an empty object.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonNode?> PostAsync(string path, JsonNode? body = null, CancellationToken cancel = default) =>
        ExchangeAsync(HttpMethod.Post, path, body ?? new JsonObject(), cancel);

    /// <summary>Takes a resource away.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonNode?> DeleteAsync(string path, CancellationToken cancel = default) => ExchangeAsync(HttpMethod.Delete, path, null, cancel);

    /// <summary>All items of a list, page by page, fetched as they are read.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async IAsyncEnumerable<JsonObject> ListAsync(
        string path, int pageSize = 100, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        string? cursor = null;
        do
        {
            var query = $"limit={pageSize}" + (cursor is null ? "" : "&after=" + Uri.EscapeDataString(cursor));
            var page = await GetAsync(WithQuery(path, query), cancel);
            var items = page as JsonArray ?? page?["items"] as JsonArray ?? [];
            foreach (var item in items.OfType<JsonObject>())
            {
                yield return item;
            }
            cursor = (page as JsonObject)?["next"]?.ToString();
        }
        while (!string.IsNullOrEmpty(cursor));
    }

    /// <summary>A whole answer that is not JSON: a log, a file.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancel = default)
    {
        using var answer = await AnswerAsync(new HttpRequestMessage(HttpMethod.Get, path), cancel);
        try
        {
            return await answer.Content.ReadAsByteArrayAsync(cancel);
        }
        catch (Exception cause) when (IsBroken(cause, cancel))
        {
            throw new CairnUnreachableException(_server, cause);
        }
    }

    /// <summary>Copies an answer that is not JSON as it comes.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task CopyAsync(string path, Stream target, CancellationToken cancel = default)
    {
        using var answer = await AnswerAsync(new HttpRequestMessage(HttpMethod.Get, path), cancel);
        await using var content = await answer.Content.ReadAsStreamAsync(cancel);
        try
        {
            await content.CopyToAsync(target, cancel);
        }
        catch (HttpRequestException cause)
        {
            throw new CairnUnreachableException(_server, cause);
        }
    }

    /// <summary>The lines of a text as they come (logs, JSON lines, event streams), until the server ends it.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var answer = await AnswerAsync(new HttpRequestMessage(HttpMethod.Get, path), cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel), Encoding.UTF8);
        while (await NextLineAsync(reader, cancel) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Sends a request of another kind, e.g. with a file as its body.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, HttpContent content, CancellationToken cancel = default)
    {
        using var answer = await AnswerAsync(new HttpRequestMessage(method, path) { Content = content }, cancel);
        return await ReadJsonAsync(answer, cancel);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Adds <paramref name="query"/> (already escaped, without the mark) to a path that may have a query.</summary>
    public static string WithQuery(string path, string query) =>
        query.Length == 0 ? path : path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;

    private async Task<JsonNode?> ExchangeAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }
        using var answer = await AnswerAsync(request, cancel);
        return await ReadJsonAsync(answer, cancel);
    }

    /// <summary>A good answer with its headers read; the body is still to come.</summary>
    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var _ = request;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var longest = _options.Timeout ?? UsualTimeout;
        if (request.Content is not (StreamContent or MultipartContent or UploadContent))
        {
            limit.CancelAfter(longest); // a file takes as long as it takes
        }
        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            Simulated |= answer.Headers.Contains(WorldMark.Header);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }
            using (answer)
            {
                var body = await answer.Content.ReadAsStringAsync(cancel);
                throw new CairnApiException(CairnProblem.Read((int)answer.StatusCode, answer.ReasonPhrase, body)) { RetryAfter = RetryAfter(answer) };
            }
        }
        catch (OperationCanceledException cause) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new CairnUnreachableException(_server, new TimeoutException($"nothing came within {longest.TotalSeconds:0} seconds", cause));
        }
        catch (Exception cause) when (IsBroken(cause, cancel))
        {
            throw new CairnUnreachableException(_server, cause);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } at } when at - _options.Time.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    private async Task<JsonNode?> ReadJsonAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            var body = await answer.Content.ReadAsStringAsync(cancel);
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (Exception cause) when (IsBroken(cause, cancel))
        {
            throw new CairnUnreachableException(_server, cause);
        }
        catch (JsonException cause)
        {
            throw new CairnUnreachableException(_server, new InvalidDataException("the answer is not JSON; is this a Cairn server?", cause));
        }
    }

    private async Task<string?> NextLineAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel);
        }
        catch (Exception cause) when (IsBroken(cause, cancel))
        {
            throw new CairnUnreachableException(_server, cause);
        }
    }

    private static bool IsBroken(Exception cause, CancellationToken cancel) =>
        cause is HttpRequestException or IOException || (cause is TaskCanceledException && !cancel.IsCancellationRequested);
}
