using System.Net;
using System.Net.Http.Headers;

namespace Cairn.Serving.Snapshots;

/// <summary>Asks the control plane for its snapshot and the files of it. Goes where it was told to and nowhere else: no redirects.</summary>
internal sealed class ControlPlaneClient(ControlPlane from) : IDisposable
{
    private const int MostBytes = 64 << 20;
    private const int Piece = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !from.Snapshot.IsLoopback,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>The snapshot; null when it still is the one of the tag.</summary>
    /// <exception cref="ControlPlaneException">None came, and why.</exception>
    public Task<FetchedSnapshot?> SnapshotAsync(string? tag, CancellationToken cancellation) => AskAsync<FetchedSnapshot?>(_ => Get(from.Snapshot, tag), async (answer, stalled) =>
    {
        if (answer.StatusCode == HttpStatusCode.NotModified) return null;
        Require(answer);
        using var json = new MemoryStream();
        await CopyAsync(answer, json, MostBytes, stalled);
        return new(json.ToArray(), answer.Headers.ETag?.ToString());
    }, cancellation);

    /// <summary>Writes a file as it comes. What comes is not looked at.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task FetchAsync(string digest, Stream to, CancellationToken cancellation) => AskAsync(_ => Get(from.FileOf(digest)), async (answer, stalled) =>
    {
        Require(answer);
        return await CopyAsync(answer, to, long.MaxValue, stalled);
    }, cancellation);

    /// <summary>The key of hashed columns.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task<byte[]> HashKeyAsync(CancellationToken cancellation) => AskAsync(_ => Get(from.HashKey), async (answer, stalled) =>
    {
        Require(answer);
        using var key = new MemoryStream();
        await CopyAsync(answer, key, MostBytes, stalled);
        return key.ToArray();
    }, cancellation);

    /// <summary>Gives a segment of a log to the server. It is there for good when this ends, however often it was sent.</summary>
    /// <exception cref="InvalidDataException">The server refuses what is in it.</exception>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task ShipAsync((string Log, string Endpoint, string Segment) name, string digest, Stream content, CancellationToken cancellation) => AskAsync(
        stalled => new(HttpMethod.Put, $"{from.LogOf(name.Log, name.Endpoint)}/{name.Segment}?digest={Uri.EscapeDataString(digest)}") { Content = new SteadyContent(content, () => stalled.CancelAfter(Patience)) },
        TakenAsync, cancellation);

    /// <summary>Tells the server how a log stands.</summary>
    /// <inheritdoc cref="ShipAsync" path="/exception"/>
    public Task ReportAsync(string log, string endpoint, byte[] json, CancellationToken cancellation) => AskAsync(
        _ => new(HttpMethod.Put, from.LogOf(log, endpoint)) { Content = new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } } },
        TakenAsync, cancellation);

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Get(Uri address, string? tag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return request;
    }

    private async Task<T> AskAsync<T>(Func<CancellationTokenSource, HttpRequestMessage> ask, Func<HttpResponseMessage, CancellationTokenSource, Task<T>> take, CancellationToken cancellation)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stalled.CancelAfter(Patience);
        try
        {
            using HttpRequestMessage request = ask(stalled);
            if (from.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage answer = await _http.SendAsync(request, stalled.Token);
            return await take(answer, stalled);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException) { throw new ControlPlaneException($"The control plane is away: {e.Message}", e); }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested) { throw new ControlPlaneException($"The control plane says nothing for {Patience.TotalSeconds:0} seconds.", e); }
    }

    /// <summary>However long it takes, as long as something comes.</summary>
    private static async Task<long> CopyAsync(HttpResponseMessage answer, Stream to, long most, CancellationTokenSource stalled)
    {
        await using Stream content = await answer.Content.ReadAsStreamAsync(stalled.Token);
        var piece = new byte[Piece];
        long length = 0;
        for (int read; (read = await content.ReadAsync(piece, stalled.Token)) > 0;)
        {
            length += read;
            if (length > most) throw new ControlPlaneException($"The control plane's snapshot has more than {most} bytes.");
            await to.WriteAsync(piece.AsMemory(0, read), stalled.Token);
            stalled.CancelAfter(Patience);
        }

        return length;
    }

    private static Task<bool> TakenAsync(HttpResponseMessage answer, CancellationTokenSource stalled)
    {
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge) throw new InvalidDataException($"The control plane does not take it ({(int)answer.StatusCode}).");
        if (answer.StatusCode == HttpStatusCode.Conflict)
            throw new ControlPlaneException("The control plane has another log under the name of this one (409): this folder was copied from another copy's. Remove '.copy/log-id' and '.copy/shipped' from one of the two.");
        Require(answer);
        return Task.FromResult(true);
    }

    private static void Require(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.OK) return;
        throw new ControlPlaneException(answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "The control plane refuses the token (401): set CAIRN_TOKEN to a good one, cairn token create --actor client:NAME --role copy.",
            HttpStatusCode.Forbidden => "The token does not open the snapshot (403): make one of the role 'copy'.",
            HttpStatusCode.NotFound => "The control plane has nothing at that address (404): it serves nothing yet, a file is no longer of its snapshot, it does not know the endpoint, or the address is wrong.",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => "The control plane sends elsewhere, which is not followed; give the address where it leads.",
            _ => $"The control plane answers {(int)answer.StatusCode}.",
        });
    }
}
