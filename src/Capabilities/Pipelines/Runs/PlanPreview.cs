using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;
using Cairn.Pipelines.Maps;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Looks ahead: which steps a run made now would execute, which it would take from the cache, and why. Nothing is started or kept.</summary>
internal sealed class PlanPreview(IDatabase database, RunStore store, StepCache cache, StepInputReader inputs, StepTasks tasks, IArtifactStore artifacts)
{
    public async Task<IReadOnlyList<PlannedStep>> LookAsync(PipelineRun run, RunPlan plan, CancellationToken cancellation)
    {
        var known = new KnownOutputs([], []);
        var all = new List<PlannedStep>();
        foreach (Step step in plan.Steps)
        {
            (string will, string why) = await LookAsync(new StepScene(run, plan, step, known.Published, new RunStops(cancellation, cancellation)), known);
            if (will != "cached") known.Missing.Add(step.Name);
            CachedResult? last = await database.ReadAsync(s => store.Newest(s, run.Project, step.Name), cancellation);
            all.Add(new PlannedStep(step.Name, will, why, last?.DurationMs / 1000.0, last is null ? null : plan.CostOf(run.Project, step, TimeSpan.FromMilliseconds(last.DurationMs), last.CpuS)));
        }
        return all;
    }

    private async Task<(string Will, string Why)> LookAsync(StepScene scene, KnownOutputs known)
    {
        Step step = scene.Step;
        if (scene.Plan.File.Needs(step.Name).FirstOrDefault(known.Missing.Contains) is { } before) return ("unknown", $"It follows '{before}', whose result is not known yet.");
        if (step.If is not null && await tasks.IsRefusedAsync(step, scene.Published, scene.Stops.Either) is { } refusal) return ("skip", refusal);
        if (step.Sweep is { } sweep) return ("run", $"At most {sweep.Trials} trials; those made before come from the cache.");
        if (scene.Run.NoCache) return ("run", "Asked to run without the cache.");
        try
        {
            return step.Map is null ? await LookWholeAsync(scene, known) : await LookMappedAsync(scene, known);
        }
        catch (StepFaultException e)
        {
            return ("run", $"It would fail: {e.Message}");
        }
    }

    private async Task<(string Will, string Why)> LookWholeAsync(StepScene scene, KnownOutputs known)
    {
        StepInputs given = await inputs.WholeAsync(scene.Run, scene.Plan, scene.Step, scene.Published, scene.Stops.Either);
        StepWork work = await StepWork.OfAsync(scene, given, scene.Plan.ParamsOf(scene.Step, scene.Overrides));
        if (await cache.FindAsync(work.Key) is not { } hit) return ("run", await cache.WhyNotAsync(scene.Run.Project, scene.Step.Name, work.Key));
        foreach ((string port, string digest) in JsonSerializer.Deserialize<Dictionary<string, string>>(hit.Result.Outputs)!) known.Published[$"{scene.Step.Name}.{port}"] = digest;
        return ("cached", "The same inputs, code and parameters as in an earlier run.");
    }

    // What is gathered is a list of digests, so where every item is known the steps that follow are looked at too.
    private async Task<(string Will, string Why)> LookMappedAsync(StepScene scene, KnownOutputs known)
    {
        MapInputs map = await inputs.MappedAsync(scene.Run, scene.Plan, scene.Step, scene.Published, scene.Stops.Either);
        var made = new List<(string Item, Dictionary<string, string> Outputs)>();
        string? first = null;
        foreach (string item in map.Items)
        {
            StepWork work = await StepWork.OfAsync(scene, map.Of(item), scene.Plan.ParamsOf(scene.Step, scene.Overrides), item);
            if (await cache.FindAsync(work.Key) is { } hit) made.Add((item, JsonSerializer.Deserialize<Dictionary<string, string>>(hit.Result.Outputs)!));
            else first ??= $"{item}: {await cache.WhyNotAsync(scene.Run.Project, $"{scene.Step.Name}:{item}", work.Key)}";
        }
        if (map.Items.Count == 0) return ("run", "It would fail: there is no item to map over.");
        if (first is not null) return ("run", $"{map.Items.Count - made.Count} of {map.Items.Count} items are to be done; {first}");
        foreach (string port in scene.Step.Out.Keys)
        {
            string digest = known.Published[$"{scene.Step.Name}.{port}"] = Gathered.DigestOf(made.Select(m => (m.Item, m.Outputs[port])));
            // No run has gathered just these, and a plan stores nothing: what follows cannot read it.
            if (!await artifacts.ExistsAsync(digest, scene.Stops.Either)) known.Missing.Add(scene.Step.Name);
        }
        return ("cached", $"All {map.Items.Count} items come from the cache.");
    }

    /// <param name="Published"><c>step.port</c> -> digest.</param>
    /// <param name="Missing">Steps whose outputs are not there yet.</param>
    private sealed record KnownOutputs(Dictionary<string, string> Published, HashSet<string> Missing);
}
