using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Maps;

/// <summary>Does a mapped step: each item by itself, from the cache or by executing it, some side by side. One that fails does not stop the others.</summary>
internal sealed class MapRunner(PartRunner parts, StepInputReader inputs, IArtifactStore artifacts)
{
    private const int SideBySide = 16, Told = 3;

    public async Task<PipelineStep> RunAsync(StepScene scene, PipelineStep state)
    {
        MapInputs map = await inputs.MappedAsync(scene.Run, scene.Plan, scene.Step, scene.Published, scene.Stops.Either);
        if (map.Items.Count == 0) throw new StepFaultException(map.Waiting.Count == 0 ? "There is no data yet, so there is no item to map over." : $"No item has all its inputs; waiting: {Few(map.Waiting)}.");
        JsonObject parameters = scene.Plan.ParamsOf(scene.Step, scene.Overrides);
        IReadOnlyList<PipelineStep> open = await parts.OpenAsync(state, [.. map.Items.Select((item, i) => new PartDraft(item, i + 1))]);
        IReadOnlyList<PipelineStep> done = await parts.RunAllAsync(open, SideBySide, (part, item) => StepWork.OfAsync(scene, map.Of(item), parameters, item), scene.Stops);
        string also = map.Waiting.Count == 0 ? "" : $" {map.Waiting.Count} wait for an input: {Few(map.Waiting)}.";
        PipelineStep sum = PartRunner.Sum(state, done, $"{done.Count} items, {done.Count(p => p.State == RunState.Cached)} from the cache.{also}");
        return PartRunner.Failed(done) is { Count: > 0 } failed
            ? sum with { State = scene.Stops.Cancelled ? RunState.Cancelled : RunState.Failed, Failure = $"{failed.Count} of {done.Count} items failed: {string.Join("; ", failed.Take(Told).Select(Words))}{(failed.Count > Told ? "; …" : "")}" }
            : sum with { Outputs = JsonSerializer.Serialize(await GatherAsync(scene, done)) };
    }

    private async Task<SortedDictionary<string, string>> GatherAsync(StepScene scene, IReadOnlyList<PipelineStep> done)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        (string Item, Dictionary<string, string> Outputs)[] made = [.. done.Select(p => (PartRunner.ItemOf(p), JsonSerializer.Deserialize<Dictionary<string, string>>(p.Outputs!)!))];
        foreach (string port in scene.Step.Out.Keys) all[port] = await Gathered.StoreAsync(artifacts, made.Select(m => (m.Item, m.Outputs[port])));
        return all;
    }

    private static string Words(PipelineStep part) => $"{PartRunner.ItemOf(part)}: {part.Failure ?? "it did not run"}";

    private static string Few(IReadOnlyList<string> items) => string.Join(", ", items.Take(Told)) + (items.Count > Told ? ", …" : "");
}
