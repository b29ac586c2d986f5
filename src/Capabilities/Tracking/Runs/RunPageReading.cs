using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Runs;

/// <summary>Reads what the pages of runs show.</summary>
internal sealed class RunPageReading(IDatabase database, RunListStore list, RunViews views, TrackingStores stores, IRuns runs)
{
    private const int Plots = 12, MostCompared = 20, Earlier = 19;

    public async Task<RunPageModel> RunAsync(string project, string id, CancellationToken cancellation)
    {
        RunPageModel model = await database.ReadAsync(s =>
        {
            RunRow row = Existing(s, project, id);
            RunView view = views.Of(s, [row])[0];
            IReadOnlyList<RunView> before = [.. views.Of(s, [.. list.List(s, project, null, view.Experiment, (row.StartTime, row.Num), Earlier)])];
            return new RunPageModel(project, view, Histories(s, row.Num, view.Metrics.Keys), [], before, stores.Traces.CountOf(s, row.Id));
        }, cancellation);
        return model with { Files = await runs.FilesAsync(await runs.ArtifactUriAsync(model.Run.Id, cancellation), cancellation) };
    }

    public Task<ComparePageModel> CompareAsync(string project, IReadOnlyList<string> ids, CurveView view, (string X, string Y)? scatter, CancellationToken cancellation)
    {
        if (ids.Count > MostCompared) throw ApiException.Invalid("runs", $"At most {MostCompared} runs are compared side by side.", "Filter the table of runs instead.");
        return database.ReadAsync(s =>
        {
            RunRow[] rows = [.. ids.Select(id => Existing(s, project, id)).DistinctBy(r => r.Num)];
            IReadOnlyList<RunView> all = views.Of(s, rows);
            var histories = all.SelectMany(r => r.Metrics.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(key => (key, Lines: (IReadOnlyList<(RunView Run, IReadOnlyList<RunMetric> Points)>)[.. rows.Zip(all, (row, view) => (view, stores.Metrics.History(s, row.Num, key))).Where(l => l.Item2.Count > 1)]))
                .Where(h => h.Lines.Count > 0).Take(6).ToDictionary(h => h.key, h => h.Lines, StringComparer.Ordinal);
            return new ComparePageModel(project, RunComparison.Of(all), histories, view, scatter);
        }, cancellation);
    }

    private Dictionary<string, IReadOnlyList<RunMetric>> Histories(SqlSession s, long run, IEnumerable<string> keys)
        => keys.Order(StringComparer.Ordinal).Select(k => (Key: k, Points: stores.Metrics.History(s, run, k))).Where(h => h.Points.Count > 1).Take(Plots).ToDictionary(h => h.Key, h => h.Points, StringComparer.Ordinal);

    private RunRow Existing(SqlSession s, string project, string run) => list.Find(s, project, run) ?? throw ApiException.NotFound("run", run, "See the runs of the project for their names.");
}
