using System.Text.Json.Nodes;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Finds a pipeline run by its number, or the newest.</summary>
internal static class PipelineRuns
{
    public const string Newest = "latest";

    /// <returns>The run's address and the run with its steps.</returns>
    /// <exception cref="UsageException">The newest is asked for and there is none.</exception>
    public static async Task<(string Address, JsonObject Run)> FindAsync(Call call, string number, CancellationToken cancel)
    {
        if (number == Newest)
        {
            number = await NewestAsync(call, cancel);
        }
        var address = await call.RouteAsync("projects/{project}/pipeline-runs/{run}", cancel, ("run", number));
        return (address, await call.Client.GetAsync(address, cancel) as JsonObject ?? []);
    }

    public static IEnumerable<JsonObject> Steps(JsonObject run) => (run["steps"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Items of a mapped step or trials of a sweep, in order; none of a step that is done as a whole.</summary>
    public static IAsyncEnumerable<JsonObject> PartsAsync(Call call, string address, string step, CancellationToken cancel)
        => call.Client.ListAsync($"{address}/steps/{Uri.EscapeDataString(step)}/parts", 100, cancel);

    private static async Task<string> NewestAsync(Call call, CancellationToken cancel)
    {
        await foreach (var run in call.Client.ListAsync(await call.RouteAsync("projects/{project}/pipeline-runs", cancel), 1, cancel))
        {
            return run["number"]?.ToString() ?? "";
        }
        throw new UsageException("the project has no pipeline run yet", "cairn run");
    }
}
