using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Web.Charts;

namespace Cairn.Pipelines.Sweeps;

/// <summary>How a search went: what each trial measured, or with early stopping the trials that came farthest, rung by rung.</summary>
internal static class SweepPlot
{
    private const int Lines = SeriesStyle.Slots;

    public static ChartSpec Of(RunPageModel model)
    {
        Sweep sweep = model.File.Steps[model.Step!.Step].Sweep!;
        PipelineStep[] measured = [.. model.Trials.Where(t => t.Score is not null)];
        return measured.Any(t => t.Rung is not null) && sweep.Asha is { } asha ? Rungs(sweep, asha, measured) : Trials(sweep, measured);
    }

    public static string Note(RunPageModel model)
    {
        int failed = model.Trials.Count(t => t.State == RunState.Failed || (RunState.IsGood(t.State) && t.Failure is not null));
        int stopped = model.Trials.Count(t => t.Verdict == PipelineStep.Stopped), trials = model.Trials.Count(t => t.Rung is null or 0);
        return $"{trials} trials; {stopped} stopped early, {failed} failed";
    }

    private static ChartSpec Trials(Sweep sweep, PipelineStep[] measured)
    {
        double best = sweep.Goal.Maximize ? double.NegativeInfinity : double.PositiveInfinity;
        StepPoint[] each = [.. measured.Select(t => new StepPoint(t.Place, t.Score!.Value))];
        StepPoint[] sofar = [.. each.Select(p => p with { Value = best = sweep.Goal.Maximize ? Math.Max(best, p.Value) : Math.Min(best, p.Value) })];
        return new StepsChart(sweep.Goal.Metric, each.Length == 0 ? [] : [new("measured", 0, each), new("best so far", 1, sofar)]) { Axis = "trial" }.Build();
    }

    private static ChartSpec Rungs(Sweep sweep, Asha asha, PipelineStep[] measured)
    {
        IEnumerable<IGrouping<string, PipelineStep>> trials = measured.GroupBy(t => PartRunner.ItemOf(t).Split('.')[0])
            .OrderByDescending(g => g.Max(t => t.Rung)).ThenByDescending(g => (sweep.Goal.Maximize ? 1 : -1) * g.MaxBy(t => t.Rung)!.Score).Take(Lines);
        return new StepsChart(sweep.Goal.Metric, [.. trials.Select((g, i) => new StepLine($"trial {g.Key}{Words(g)}", i, [.. g.OrderBy(t => t.Rung).Select(t => new StepPoint(asha.At(t.Rung!.Value), t.Score!.Value))]))]) { Axis = asha.By }.Build();
    }

    private static string Words(IEnumerable<PipelineStep> trial) => trial.Any(t => t.Verdict == PipelineStep.Stopped) ? ", stopped" : "";
}
