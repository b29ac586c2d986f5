using Cairn.Platform.Web.Charts;

namespace Cairn.Pipelines.Runs;

/// <summary>Steps on the time axis of their run, from the start of the first; a step begins no earlier than what feeds it ended.</summary>
internal static class RunGantt
{
    public static IReadOnlyList<ChartSpanRow> Rows(RunPageModel model)
    {
        var ends = new Dictionary<string, double>(StringComparer.Ordinal);
        var rows = new List<ChartSpanRow>();
        // Steps start in real time, runs are created in the time of their world.
        long? first = model.Steps.Min(s => s.StartedAt);
        foreach (PipelineStep step in model.Steps.Where(s => s.StartedAt is not null))
        {
            double fed = model.File.Steps.ContainsKey(step.Step) ? model.File.Needs(step.Step).Select(n => ends.GetValueOrDefault(n)).DefaultIfEmpty().Max() : 0;
            double start = Math.Max(fed, (step.StartedAt!.Value - first!.Value) / 1000.0);
            double end = ends[step.Step] = start + (step.DurationMs / 1000.0);
            rows.Add(new ChartSpanRow(step.Step, fed, start, end, RunWords.Of(step)));
        }
        return rows;
    }
}
