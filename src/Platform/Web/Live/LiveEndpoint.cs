using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Cairn.Platform.Web;

/// <summary><c>GET /live?topics=a,b</c>: one server-sent message per topic that changed, at most every 250 ms, a heartbeat every 15 s.</summary>
internal static class LiveEndpoint
{
    private const int MostTopics = 64;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(250);

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/live", Listen).ExcludeFromDescription();

    private static async Task Listen(HttpContext context, LiveHub hub, IHostApplicationLifetime lifetime, string? topics)
    {
        var wanted = (topics ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
        if (wanted.Length is 0 or > MostTopics)
        {
            await Results.Problem(statusCode: 400, title: "No topics", detail: $"topics: give 1 to {MostTopics} names, separated by commas.").ExecuteAsync(context);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var subscription = hub.Subscribe(wanted, LastSeen(context.Request));
        try
        {
            await Send(context.Response, hub, subscription, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The page was left or the server stops: the usual end of a stream.
        }
    }

    private static async Task Send(HttpResponse response, LiveHub hub, LiveSubscription subscription, CancellationToken stop)
    {
        await response.WriteAsync($"retry: 1000\nid: {hub.Position}\nevent: hello\ndata: \n\n", stop);
        await response.Body.FlushAsync(stop);
        while (!stop.IsCancellationRequested)
        {
            if (await subscription.ChangedAsync(Heartbeat, stop))
            {
                await Task.Delay(Coalesce, hub.Time, stop);
                var position = hub.Position;
                await response.WriteAsync($"id: {position}\ndata: {string.Join(' ', subscription.Take())}\n\n", stop);
            }
            else
            {
                await response.WriteAsync(":\n\n", stop);
            }

            await response.Body.FlushAsync(stop);
        }
    }

    // A browser sends the header when it comes back by itself; a page that was hidden says it in the address.
    private static string? LastSeen(HttpRequest request) =>
        request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : request.Query["last"].ToString() is { Length: > 0 } last ? last : null;
}
