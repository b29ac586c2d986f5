using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>A run goes by a commit. Changes beside it that are in no commit stop a run for production, and are told of an experiment.</summary>
internal static class Uncommitted
{
    private const int Named = 3;

    /// <summary>Marks the request when there are some.</summary>
    /// <exception cref="UsageException">There are some and it would be a run for production.</exception>
    public static async Task MarkAsync(Call call, JsonObject body, CancellationToken cancel)
    {
        if (body.ContainsKey("commit") || WorkingTree.Around(call.Terminal.Folder) is not { } tree)
        {
            return;
        }
        var project = await call.Client.GetAsync(await call.RouteAsync("projects/{project}", cancel), cancel) as JsonObject ?? [];
        if (!await tree.IsOfAsync(JsonText.Raw(project["repository"]), cancel) || await tree.ChangedAsync(cancel) is not { Count: > 0 } changed)
        {
            return;
        }
        var told = $"{string.Join(", ", changed.Take(Named))}{(changed.Count > Named ? $" and {changed.Count - Named} more" : "")} {(changed.Count == 1 ? "is" : "are")} not committed";
        if (!IsExperiment(body))
        {
            throw new UsageException(told + ", so a run for production would go without", "commit first, or: cairn run --experiment");
        }
        call.Terminal.Error.WriteLine(call.Terminal.ErrorPaint.Dim($"{told}: the run goes by the commit, without"));
        (body["dirty"], body["purpose"]) = (true, "experiment");
    }

    private static bool IsExperiment(JsonObject body) => body["purpose"]?.ToString() == "experiment" || body.ContainsKey("params") || body["sample"] is { } share && (double)share < 1;
}
