using System.Text.Json.Nodes;
using Cairn.Client;

namespace Cairn.Cli.Demo.Server;

/// <summary>The server's REST interface as the people of the tour use it. What is read is asked again after the server was lost.</summary>
internal sealed class TourApi(TourServer server) : IDisposable
{
    private readonly Dictionary<string, CairnClient> _clients = new(StringComparer.Ordinal);

    /// <summary>A path below the project.</summary>
    public static string Of(string path) => $"api/v1/projects/{Tour.Project}/{path}";

    public Task<JsonNode?> GetAsync(string path, CancellationToken cancel) => AgainAsync(() => Client(null).GetAsync(path, cancel), cancel);

    /// <summary>All items of a list.</summary>
    public Task<List<JsonObject>> ListAsync(string path, CancellationToken cancel) => AgainAsync(async () =>
    {
        var all = new List<JsonObject>();
        await foreach (var item in Client(null).ListAsync(path, cancel: cancel))
        {
            all.Add(item);
        }
        return all;
    }, cancel);

    /// <summary>An act that does no harm when it is done twice.</summary>
    /// <param name="person">Null is the machine's own user.</param>
    public Task<JsonNode?> PostAsync(string? person, string path, JsonNode? body, CancellationToken cancel) => AgainAsync(() => Client(person).PostAsync(path, body?.DeepClone(), cancel), cancel);

    /// <summary>An act that must be done once: when the answer was lost, <paramref name="isDone"/> says whether it was done.</summary>
    public async Task OnceAsync(string? person, string path, JsonNode? body, Func<Task<bool>> isDone, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await Client(person).PostAsync(path, body?.DeepClone(), cancel);
                return;
            }
            catch (CairnUnreachableException)
            {
                await server.ReadyAsync(cancel);
                if (await isDone())
                {
                    return;
                }
            }
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private CairnClient Client(string? person)
    {
        var name = person ?? "";
        if (!_clients.TryGetValue(name, out var client))
        {
            // A day may hold a whole training; no clock of ours decides that it takes too long.
            var options = new CairnClientOptions(server.Address, Actor: person, Program: "cairn-demo") { Timeout = Timeout.InfiniteTimeSpan };
            _clients[name] = client = new CairnClient(options);
        }
        return client;
    }

    private async Task<T> AgainAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (CairnUnreachableException)
            {
                await server.ReadyAsync(cancel);
            }
        }
    }
}
