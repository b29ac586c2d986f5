using Cairn.Platform.Web.Charts;

namespace Cairn.Pipelines.Runs;

/// <summary>Steps on the time axis of their run. Domain time may stand still while work is done, so a step begins no earlier than what feeds it ended.</summary>
internal static class RunGantt
{
    public static IReadOnlyList<ChartSpanRow> Rows(RunPageModel model)
    {
        var ends = new Dictionary<string, double>(StringComparer.Ordinal);
        var rows = new List<ChartSpanRow>();
        foreach (PipelineStep step in model.Steps.Where(s => s.StartedAt is not null))
        {
            double fed = model.File.Steps.ContainsKey(step.Step) ? model.File.Needs(step.Step).Select(n => ends.GetValueOrDefault(n)).DefaultIfEmpty().Max() : 0;
            double start = Math.Max(fed, (step.StartedAt!.Value - model.Run.CreatedAt) / 1000.0);
            double end = ends[step.Step] = start + (step.DurationMs / 1000.0);
            rows.Add(new ChartSpanRow(step.Step, fed, start, end, RunWords.Of(step)));
        }
        return rows;
    }
}
