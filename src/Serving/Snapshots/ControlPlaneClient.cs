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
    public Task<FetchedSnapshot?> SnapshotAsync(string? tag, CancellationToken cancellation) => AskAsync<FetchedSnapshot?>(from.Snapshot, tag, async (answer, stalled) =>
    {
        if (answer.StatusCode == HttpStatusCode.NotModified) return null;
        Require(answer);
        using var json = new MemoryStream();
        await CopyAsync(answer, json, MostBytes, stalled);
        return new(json.ToArray(), answer.Headers.ETag?.ToString());
    }, cancellation);

    /// <summary>Writes a file as it comes. What comes is not looked at.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task FetchAsync(string digest, Stream to, CancellationToken cancellation) => AskAsync(from.FileOf(digest), tag: null, async (answer, stalled) =>
    {
        Require(answer);
        return await CopyAsync(answer, to, long.MaxValue, stalled);
    }, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<T> AskAsync<T>(Uri address, string? tag, Func<HttpResponseMessage, CancellationTokenSource, Task<T>> take, CancellationToken cancellation)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stalled.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (from.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
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

    private static void Require(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.OK) return;
        throw new ControlPlaneException(answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "The control plane refuses the token (401): set CAIRN_TOKEN to a good one, cairn token create --actor client:NAME --role copy.",
            HttpStatusCode.Forbidden => "The token does not open the snapshot (403): make one of the role 'copy'.",
            HttpStatusCode.NotFound => "The control plane has nothing at that address (404): it serves nothing yet, a file is no longer of its snapshot, or the address is wrong.",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => "The control plane sends elsewhere, which is not followed; give the address where it leads.",
            _ => $"The control plane answers {(int)answer.StatusCode}.",
        });
    }
}
