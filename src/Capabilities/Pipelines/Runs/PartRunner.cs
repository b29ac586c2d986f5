using System.Collections.Concurrent;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Does the parts of a step, items of a mapped one or trials of a sweep: each is a step of its own in the journal, <c>step:part</c>.</summary>
internal sealed class PartRunner(IDatabase database, RunStore store, WorkRunner works)
{
    public static string ItemOf(PipelineStep part) => part.Step[(part.Step.LastIndexOf(':') + 1)..];

    public static IReadOnlyList<PipelineStep> Failed(IReadOnlyList<PipelineStep> parts) => [.. parts.Where(p => !RunState.IsGood(p.State))];

    /// <summary>The parts as they stand, made where they are new.</summary>
    public Task<IReadOnlyList<PipelineStep>> OpenAsync(PipelineStep parent, IReadOnlyList<PartDraft> drafts) => database.WriteAsync(s =>
    {
        store.InsertParts(s, parent.RunId, parent.Step, drafts);
        HashSet<string> asked = [.. drafts.Select(d => $"{parent.Step}:{d.Name}")];
        return (IReadOnlyList<PipelineStep>)[.. store.Parts(s, parent.RunId, parent.Step).Where(p => asked.Contains(p.Step))];
    });

    /// <summary>Every part that there is, as it stands.</summary>
    public Task<IReadOnlyList<PipelineStep>> AllAsync(PipelineStep parent) => database.ReadAsync(s => store.Parts(s, parent.RunId, parent.Step));

    public Task StopRestAsync(PipelineStep parent, int top) => database.WriteAsync(s => store.StopRest(s, parent.RunId, parent.Step, top));

    /// <summary>Brings every part to its end, so many at a time. Those that ended before are left as they are.</summary>
    public async Task<IReadOnlyList<PipelineStep>> RunAllAsync(IReadOnlyList<PipelineStep> parts, int atOnce, Func<PipelineStep, string, Task<StepWork>> work, RunStops stops)
    {
        var done = new ConcurrentDictionary<string, PipelineStep>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(parts, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stops.Stopping }, async (part, _) =>
            done[part.Step] = RunState.IsDone(part.State) || (stops.Cancelled && part.State != RunState.Running) ? part : await RunAsync(await work(part, ItemOf(part)), part, stops));
        return [.. parts.Select(p => done[p.Step])];
    }

    /// <summary>One part.</summary>
    public Task<PipelineStep> RunAsync(StepWork work, PipelineStep part, RunStops stops) => works.RunAsync(work, part, stops);

    public Task<PipelineStep> ScoredAsync(PipelineStep part, double? score, string? failure) => database.WriteAsync(s =>
    {
        store.Score(s, part, score, failure);
        return part with { Score = score, Failure = failure };
    });

    /// <summary>The step with what all its parts came to.</summary>
    public static PipelineStep Sum(PipelineStep state, IReadOnlyList<PipelineStep> parts, string why) => state with
    {
        State = parts.All(p => p.State == RunState.Cached) ? RunState.Cached : RunState.Succeeded,
        Why = why,
        Drift = parts.FirstOrDefault(p => p.Drift is not null)?.Drift,
        CpuS = parts.Sum(p => p.CpuS),
        Cost = PipelineStep.CostOf(parts),
        PeakMemory = parts.Max(p => p.PeakMemory),
        DurationMs = parts.Sum(p => p.DurationMs),
    };
}
