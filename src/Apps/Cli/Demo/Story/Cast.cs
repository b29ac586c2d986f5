using System.Text.Json.Nodes;
using Cairn.Cli.Demo.Server;

namespace Cairn.Cli.Demo.Story;

/// <summary>The acts of the simulated people, through the same interface as everybody's. Each ends when all that follows is done.</summary>
internal sealed class Cast(TourApi api, TourClock clock, SampleRepository repository, Func<CancellationToken, Task> watch)
{
    public async Task RegisterAsync(CancellationToken cancel)
    {
        await api.PostAsync(Person.Dana.Id, "api/v1/projects", new JsonObject { ["repository"] = repository.Root }, cancel);
        await SettleAsync(cancel);
    }

    public async Task MergeAsync(Change change, CancellationToken cancel)
    {
        await repository.CommitAsync(change, clock.Now, cancel);
        await api.PostAsync(change.Author.Id, TourApi.Of("sync"), null, cancel);
        await SettleAsync(cancel);
    }

    /// <summary>The data scientist runs the pipeline by hand.</summary>
    public async Task TrainAsync(CancellationToken cancel)
    {
        var runs = TourApi.Of("pipeline-runs");
        var before = (await api.ListAsync(runs, cancel)).Count;
        await api.OnceAsync(Person.Ada.Id, runs, new JsonObject { ["target"] = "evaluate" }, async () => (await api.ListAsync(runs, cancel)).Count > before, cancel);
        await SettleAsync(cancel);
    }

    /// <summary>The data scientist hands a version over, the software engineer takes it.</summary>
    public async Task HandOverAsync(string version, CancellationToken cancel)
    {
        var handoffs = TourApi.Of("handoffs");
        var offer = new JsonObject { ["version"] = version, ["to_role"] = Person.Cleo.Role, ["reason"] = "first model of the board" };
        await api.OnceAsync(Person.Ada.Id, handoffs, offer, async () => (await api.ListAsync(handoffs, cancel)).Count > 0, cancel);
        var id = (string)(await api.ListAsync(handoffs, cancel))[0]["id"]!;
        await api.OnceAsync(
            Person.Cleo.Id, $"{handoffs}/{id}/answer", new JsonObject { ["accepted"] = true },
            async () => (await api.ListAsync(handoffs, cancel)).Any(h => (string?)h["id"] == id && (string?)h["state"] != "offered"), cancel);
        await SettleAsync(cancel);
    }

    /// <summary>The software engineer approves every release that waits for her.</summary>
    public async Task ApproveAsync(CancellationToken cancel)
    {
        foreach (var release in (await api.ListAsync(TourApi.Of("releases"), cancel)).Where(IsWaiting))
        {
            var path = TourApi.Of($"releases/{(string)release["id"]!}");
            await api.OnceAsync(
                Person.Cleo.Id, path + "/approve", new JsonObject { ["as_role"] = Person.Cleo.Role, ["reason"] = "looked at gates and cases" },
                async () => await api.GetAsync(path, cancel) is JsonObject now && !IsWaiting(now), cancel);
            await SettleAsync(cancel);
        }
    }

    /// <summary>The data engineer asks for a day's file once more.</summary>
    public async Task IngestAgainAsync(string source, string partition, CancellationToken cancel)
    {
        await api.PostAsync(Person.Ben.Id, TourApi.Of($"data/{source}/ingest"), new JsonObject { ["partition"] = partition }, cancel);
        await SettleAsync(cancel);
    }

    private static bool IsWaiting(JsonObject release) => (string?)release["state"] == "awaiting-approval";

    private async Task SettleAsync(CancellationToken cancel)
    {
        await clock.SettleAsync(cancel);
        await watch(cancel);
    }
}
