using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>A run with random metrics, parameters and tags under the keys <c>k</c> and <c>k 2</c>, a name, perhaps a dataset, and what was logged to it.</summary>
internal sealed record SampleRun(string Id, Dictionary<string, double> Metrics, Dictionary<string, string> Params, Dictionary<string, string> Tags)
{
    public string? Dataset { get; init; }

    public static async Task<SampleRun> LogAsync(TestWorld world, Random random, string[] values)
    {
        var run = new SampleRun(await world.CreateRunAsync(), [], [], []) { Dataset = random.Next(2) == 0 ? values[random.Next(values.Length)] is { Length: > 0 } name ? name : null : null };
        foreach (string key in (string[])["k", "k 2"])
        {
            if (random.Next(4) > 0) run.Metrics[key] = random.Next(5) == 0 ? double.NaN : random.Next(-2, 3) / 2.0;
            if (random.Next(3) > 0) run.Params[key] = values[random.Next(values.Length)];
            if (random.Next(3) > 0) run.Tags[key] = values[random.Next(values.Length)];
        }
        run.Tags["mlflow.runName"] = values[random.Next(values.Length)];
        await world.PostAsync("runs/log-batch", new JsonObject
        {
            ["run_id"] = run.Id,
            ["metrics"] = new JsonArray([.. run.Metrics.Select(m => (JsonNode)new JsonObject { ["key"] = m.Key, ["value"] = double.IsNaN(m.Value) ? "NaN" : m.Value, ["timestamp"] = 1 })]),
            ["params"] = Pairs(run.Params),
            ["tags"] = Pairs(run.Tags),
        }.ToJsonString());
        if (run.Dataset is not null)
            await world.PostAsync("runs/log-inputs", new JsonObject
            {
                ["run_id"] = run.Id,
                ["datasets"] = new JsonArray(new JsonObject { ["dataset"] = new JsonObject { ["name"] = run.Dataset, ["digest"] = "d", ["source_type"] = "local", ["source"] = "s" } }),
            }.ToJsonString());
        return run;
    }

    private static JsonArray Pairs(Dictionary<string, string> pairs) => new([.. pairs.Select(p => (JsonNode)new JsonObject { ["key"] = p.Key, ["value"] = p.Value })]);
}
