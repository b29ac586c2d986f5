using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Registry.Imports;

/// <summary>
/// Calls of a tracking server and their answers. The server is a stranger: it is waited for a while only, its answers have a longest length, it is not followed
/// elsewhere, and a page that comes twice ends the reading.
/// </summary>
internal sealed class MlflowHttp : IDisposable
{
    private const int LongestAnswer = 256 << 20;
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 512, AllowDuplicateProperties = false };
    private readonly Uri _server;
    private readonly bool _simulated;
    private readonly TimeSpan _patience;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _real;

    /// <param name="simulated">Whether what comes from a simulated world may come in: into another such world only.</param>
    /// <param name="patience">How long an answer, or the next part of a file, may take.</param>
    /// <param name="real">The clock of that time.</param>
    public MlflowHttp(Uri server, bool simulated, TimeSpan patience, TimeProvider real) : this(server, simulated, patience, real, new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectTimeout = patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = SourceAddress.ConnectAsync,
    })
    {
    }

    internal MlflowHttp(Uri server, bool simulated, TimeSpan patience, TimeProvider real, HttpMessageHandler handler)
        => (_server, _simulated, _patience, _real, _http) = (server, simulated, patience, real, new HttpMessageInvoker(handler));

    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellation) => (await AskAsync(HttpMethod.Get, path, null, false, cancellation))!;

    /// <summary>The answer; null when the call, or what it asks for, is not there and <paramref name="absent"/> allows it.</summary>
    public async Task<JsonObject?> AskAsync(HttpMethod method, string path, JsonObject? body, bool absent, CancellationToken cancellation)
    {
        string call = path.Split('?')[0];
        using var patience = new CancellationTokenSource(_patience, _real);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using HttpResponseMessage answer = await SendAsync(method, path, body, limit.Token);
            if (absent && IsAbsent(answer)) return null;
            if (!answer.IsSuccessStatusCode) throw new SourceRefusal(answer.StatusCode, call);
            return JsonNode.Parse(await BodyAsync(answer, call, limit.Token), documentOptions: Limits) as JsonObject ?? throw new IOException($"The source's answer to {call} is no object.");
        }
        catch (JsonException cause)
        {
            throw new IOException($"The source's answer to {call} is not JSON; is it an MLflow server?", cause);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"The source did not answer to {call} within {_patience.TotalSeconds:0.###} seconds.", cause);
        }
    }

    /// <summary>The items of all pages; none when the call is not there and <paramref name="absent"/> allows it. A GET carries its fields in <paramref name="path"/>.</summary>
    /// <param name="first">The first page, when it was asked for already.</param>
    public async IAsyncEnumerable<JsonObject> PagesAsync(HttpMethod method, string path, JsonObject? body, string items, [EnumeratorCancellation] CancellationToken cancellation, bool absent = false, JsonObject? first = null)
    {
        string? token = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            if (body is not null && token is not null) body["page_token"] = token;
            string page = body is not null || token is null ? path : $"{path}&page_token={Uri.EscapeDataString(token)}";
            if ((first ?? await AskAsync(method, page, body, absent, cancellation)) is not { } answer) yield break;
            first = null;
            foreach (JsonObject item in MlflowJson.Items(answer, items)) yield return item;
            string? next = MlflowJson.Optional(answer, "next_page_token");
            if (!string.IsNullOrEmpty(next) && !seen.Add(next)) throw new IOException($"The source gives the same page of {path.Split('?')[0]} again and again.");
            token = next;
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <summary>A file; null when it is not there and <paramref name="absent"/> allows it.</summary>
    public async Task<Stream?> OpenAsync(string path, bool absent, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_patience, _real);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            HttpResponseMessage answer = await SendAsync(HttpMethod.Get, path, null, limit.Token);
            if (answer.IsSuccessStatusCode) return new PatientStream(answer, await answer.Content.ReadAsStreamAsync(limit.Token), _patience, _real);
            using (answer) return absent && IsAbsent(answer) ? null : throw new SourceRefusal(answer.StatusCode, path.Split('?')[0]);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"The source did not answer to {path.Split('?')[0]} within {_patience.TotalSeconds:0.###} seconds.", cause);
        }
    }

    public void Dispose() => _http.Dispose();

    // Of any other fault nobody knows whether it stays.
    private static bool IsAbsent(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented;

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server, path));
        if (_server.UserInfo.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(_server.UserInfo))));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        try
        {
            HttpResponseMessage answer = await _http.SendAsync(request, cancellation);
            if (_simulated || !answer.Headers.Contains(WorldMark.Header)) return answer;
            answer.Dispose();
            throw new IOException("The source is a simulated world; this ledger records the real one and takes nothing from there.");
        }
        catch (HttpRequestException e) when (e.InnerException is IOException refused)
        {
            throw new IOException(refused.Message, e);
        }
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage answer, string call, CancellationToken cancellation)
    {
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (bytes.Length + read > LongestAnswer) throw new IOException($"The source's answer to {call} is longer than {LongestAnswer >> 20} MiB.");
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
