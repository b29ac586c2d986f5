using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;

namespace Cairn.Pipelines.Sweeps;

/// <summary>Does a swept step: trials with other parameters, each measured by the goal; the outputs of the best are those of the step.</summary>
internal sealed class SweepRunner(PartRunner parts, StepInputReader inputs, SweepJudge judge, AshaRunner asha, IEnumerable<ISweepSearch> searches)
{
    public async Task<PipelineStep> RunAsync(StepScene scene, PipelineStep state)
    {
        Sweep sweep = scene.Step.Sweep!;
        // What the run itself sets is not searched.
        var space = sweep.Space.Where(s => !scene.Overrides.ContainsKey($"{scene.Step.Name}.{s.Key}")).ToDictionary(StringComparer.Ordinal);
        ISweepSearch search = searches.Single(s => s.Name == sweep.Search);
        int count = space.Count == 0 ? 1 : search.Count(space, sweep.Trials), round = search.Learns ? sweep.Parallel : count;
        StepInputs whole = await inputs.WholeAsync(scene.Run, scene.Plan, scene.Step, scene.Published, scene.Stops.Either);
        if (sweep.Asha is { } rungs && !scene.Overrides.ContainsKey($"{scene.Step.Name}.{rungs.By}"))
            return Choose(scene, state, await asha.RunAsync(scene, state, count, (i, known) => search.Propose(space, scene.Step.Seed ?? 0, i, known), part => WorkAsync(scene, whole, part)));
        var all = new List<PipelineStep>();
        while (all.Count < count && !scene.Stops.Cancelled)
        {
            Trial[] known = Trial.Of(all, sweep.Goal);
            PartDraft[] drafts = [.. Enumerable.Range(all.Count, Math.Min(round, count - all.Count)).Select(i => new PartDraft($"{i + 1}", i + 1, search.Propose(space, scene.Step.Seed ?? 0, i, known).ToJsonString()))];
            IReadOnlyList<PipelineStep> open = await parts.OpenAsync(state, drafts);
            IReadOnlyList<PipelineStep> done = await parts.RunAllAsync(open, sweep.Parallel, (part, _) => WorkAsync(scene, whole, part), scene.Stops);
            foreach (PipelineStep trial in done) all.Add(await judge.MeasureAsync(scene, trial));
        }
        return Choose(scene, state, all);
    }

    private static Task<StepWork> WorkAsync(StepScene scene, StepInputs whole, PipelineStep part)
    {
        JsonObject parameters = scene.Plan.ParamsOf(scene.Step, scene.Overrides);
        foreach ((string name, JsonNode? value) in JsonNode.Parse(part.Changes!)!.AsObject()) parameters[name] = value?.DeepClone();
        return StepWork.OfAsync(scene, whole, parameters);
    }

    private static PipelineStep Choose(StepScene scene, PipelineStep state, IReadOnlyList<PipelineStep> all)
    {
        Goal goal = scene.Step.Sweep!.Goal;
        PipelineStep[] measured = [.. all.Where(t => t.Score is not null)];
        // Those trained the longest are compared with each other.
        int? rung = measured.Max(t => t.Rung);
        PipelineStep[] last = rung is null ? measured : [.. measured.Where(t => t.Rung == rung)];
        if (scene.Stops.Cancelled || measured.Length == 0)
        {
            string failure = scene.Stops.Cancelled ? "It was cancelled." : $"All {all.Count} trials failed; the first: {all[0].Failure}";
            return state with { State = scene.Stops.Cancelled ? RunState.Cancelled : RunState.Failed, Failure = failure };
        }
        PipelineStep best = goal.Maximize ? last.MaxBy(t => t.Score)! : last.MinBy(t => t.Score)!;
        int failed = all.Count - measured.Length, trials = all.Count(t => t.Rung is null or 0), stopped = trials - failed - last.Length;
        string why = FormattableString.Invariant($"Best of {trials} trials: {goal.Metric} {best.Score:0.######} with {Words(best.Changes!)} (trial {PartRunner.ItemOf(best).Split('.')[0]}).")
            + (stopped <= 0 ? "" : $" {stopped} were stopped early.") + (failed == 0 ? "" : $" {failed} trials failed.");
        return PartRunner.Sum(state, all, why) with { Identity = best.Identity, Parts = best.Parts, Outputs = best.Outputs, Changes = best.Changes, Score = best.Score };
    }

    private static string Words(string changes) => string.Join(", ", JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(changes)!.Select(c => $"{c.Key}={c.Value}"));
}
