using Cairn.Platform.Sql;
using Cairn.Tracking.Metrics;

namespace Cairn.Tracking.Runs;

/// <summary>Runs with what was logged to them, as other rooms and our own API see them.</summary>
internal sealed class RunViews(RunService runs, TrackingStores stores)
{
    /// <param name="fields">What is read of them; everything when null.</param>
    public IReadOnlyList<RunView> Of(SqlSession s, IReadOnlyList<RunRow> rows, RunFields? fields = null)
    {
        RunContent content = runs.Content(s, rows, fields ?? RunFields.All);
        Dictionary<long, string> names = rows.Select(r => r.Experiment).Distinct().ToDictionary(e => e, e => stores.Experiments.Find(s, e)!.Name);
        return [.. rows.Select(r => View(r, names[r.Experiment], content))];
    }

    private static RunView View(RunRow r, string experiment, RunContent content) => new(
        r.Id, r.Name, experiment, r.Status, DateTimeOffset.FromUnixTimeMilliseconds(r.StartTime), r.EndTime is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null, r.UserId, r.Managed,
        content.Metrics[r.Num].ToDictionary((LatestMetric m) => m.Key, m => m.Number), content.Params[r.Num].ToDictionary(p => p.Key, p => p.Value),
        content.Tags[r.Num].ToDictionary(t => t.Key, t => t.Value), [.. content.Inputs[r.Num].Select(i => new RunInput(i.Name, i.Digest, i.SourceType, i.Source, i.Context))])
    {
        ExperimentId = r.Experiment,
    };
}
