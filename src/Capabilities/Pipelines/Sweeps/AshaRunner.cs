using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;

namespace Cairn.Pipelines.Sweeps;

/// <summary>
/// Does the trials of a sweep that is stopped early. A trial at a rung is a part of its own, trained anew for as long as the rung says, so it is cached,
/// measured and gone on with after a crash like every part; what the rungs came to is read from the parts.
/// </summary>
internal sealed class AshaRunner(PartRunner parts, SweepJudge judge)
{
    /// <returns>All parts, trial by trial and rung by rung.</returns>
    public async Task<IReadOnlyList<PipelineStep>> RunAsync(StepScene scene, PipelineStep state, int trials, Func<int, IReadOnlyList<Trial>, JsonObject> propose, Func<PipelineStep, Task<StepWork>> work)
    {
        Asha asha = scene.Step.Sweep!.Asha!;
        var halving = new Halving(asha.Factor, asha.Top, trials);
        var all = new SortedDictionary<int, PipelineStep>();
        var open = new Queue<PipelineStep>();
        foreach (PipelineStep part in await parts.AllAsync(state))
        {
            halving.Begin(AshaJob.At(part.Place, trials));
            if (part.Score is null) open.Enqueue(part);
            else Note(part);
        }
        var running = new List<Task<PipelineStep>>();
        try
        {
            while (true)
            {
                while (running.Count < scene.Step.Sweep.Parallel && !scene.Stops.Either.IsCancellationRequested && await NextAsync() is { } part) running.Add(MeasuredAsync(scene, part, work));
                if (running.Count == 0) break;
                Task<PipelineStep> first = await Task.WhenAny(running);
                running.Remove(first);
                Note(await first);
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        scene.Stops.Stopping.ThrowIfCancellationRequested();
        if (!scene.Stops.Cancelled) await parts.StopRestAsync(state, asha.Top);
        return [.. all.Values];

        void Note(PipelineStep part)
        {
            all[part.Place] = part;
            halving.Tell(AshaJob.At(part.Place, trials), scene.Step.Sweep.Goal.Maximize ? part.Score : -part.Score);
        }

        async Task<PipelineStep?> NextAsync()
        {
            if (open.TryDequeue(out PipelineStep? left)) return left;
            if (halving.Next() is not { } job) return null;
            // A trial stays what it was drawn as, whatever was learned since.
            JsonObject parameters = job.Rung == 0 ? propose(job.Trial, Known(all.Values, trials, scene.Step.Sweep.Goal)) : JsonNode.Parse(all[new AshaJob(job.Trial, 0).Place(trials)].Changes!)!.AsObject();
            parameters[asha.By] = asha.At(job.Rung);
            string? below = job.Rung == 0 ? null : (job with { Rung = job.Rung - 1 }).Name;
            return (await parts.OpenAsync(state, [new PartDraft(job.Name, job.Place(trials), parameters.ToJsonString()) { Rung = job.Rung, Promotes = below }])).Single();
        }
    }

    // Each by the highest rung at which it was measured: who came farther is the better, then who did better there, as Optuna ranks what was pruned (Akiba and others, 2019).
    private static Trial[] Known(IEnumerable<PipelineStep> parts, int trials, Goal goal)
        => [.. Trial.Of(parts.Where(p => p.Score is not null).GroupBy(p => AshaJob.At(p.Place, trials).Trial).Select(t => t.MaxBy(p => p.Rung)!)
            .OrderBy(p => p.Rung).ThenBy(p => goal.Maximize ? p.Score : -p.Score), goal).Select((t, rank) => t with { Merit = rank })];

    private async Task<PipelineStep> MeasuredAsync(StepScene scene, PipelineStep part, Func<PipelineStep, Task<StepWork>> work)
        => await judge.MeasureAsync(scene, RunState.IsDone(part.State) ? part : await parts.RunAsync(await work(part), part, scene.Stops));
}
