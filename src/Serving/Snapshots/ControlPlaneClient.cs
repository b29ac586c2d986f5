using System.Net;
using System.Net.Http.Headers;

namespace Cairn.Serving.Snapshots;

/// <summary>Asks the control plane for its snapshot and the files of it. Goes where it was told to and nowhere else: no redirects.</summary>
internal sealed class ControlPlaneClient : IDisposable
{
    private const int MostBytes = 64 << 20;
    private const int Piece = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ControlPlane _from;
    private readonly HttpClient _http;

    public ControlPlaneClient(ControlPlane from)
    {
        _from = from;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !from.Snapshot.IsLoopback };
        _http = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        if (from.Token is { } token) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The snapshot; null when it still is the one of the tag.</summary>
    /// <exception cref="ControlPlaneException">None came, and why.</exception>
    public Task<FetchedSnapshot?> SnapshotAsync(string? tag, CancellationToken cancellation) => AskAsync<FetchedSnapshot?>(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _from.Snapshot);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotModified) return null;
        Require(answer);
        return new(await answer.Content.ReadAsByteArrayAsync(cancellation), answer.Headers.ETag?.ToString());
    }, cancellation);

    /// <summary>Writes a file as it comes. What comes is not looked at.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task FetchAsync(string digest, Stream to, CancellationToken cancellation) => AskAsync(async () =>
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stalled.CancelAfter(Patience);
        using HttpResponseMessage answer = await _http.GetAsync(_from.FileOf(digest), HttpCompletionOption.ResponseHeadersRead, stalled.Token);
        Require(answer);
        await using Stream content = await answer.Content.ReadAsStreamAsync(stalled.Token);
        var piece = new byte[Piece];
        long length = 0;
        for (int read; (read = await content.ReadAsync(piece, stalled.Token)) > 0; length += read)
        {
            await to.WriteAsync(piece.AsMemory(0, read), cancellation);
            stalled.CancelAfter(Patience);
        }

        return length;
    }, cancellation);

    public void Dispose() => _http.Dispose();

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try { return await ask(); }
        catch (Exception e) when (e is HttpRequestException or HttpIOException) { throw new ControlPlaneException($"The control plane is away: {e.Message}", e); }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested) { throw new ControlPlaneException($"The control plane says nothing for {Patience.TotalSeconds:0} seconds.", e); }
    }

    private static void Require(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.OK) return;
        throw new ControlPlaneException(answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "The control plane refuses the token (401): set CAIRN_TOKEN to a good one, cairn token create --actor client:NAME --role copy.",
            HttpStatusCode.Forbidden => "The token does not open the snapshot (403); it needs one of the role 'copy'.",
            HttpStatusCode.NotFound => "The control plane has nothing at that address (404): it serves nothing yet, a file is no longer of its snapshot, or the address is wrong.",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => "The control plane sends elsewhere, which is not followed; give the address where it leads.",
            _ => $"The control plane answers {(int)answer.StatusCode}.",
        });
    }
}
