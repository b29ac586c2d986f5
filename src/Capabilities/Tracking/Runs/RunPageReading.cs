using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking.LoggedModels;

namespace Cairn.Tracking.Runs;

/// <summary>Reads what the pages of runs show: a fixed number of statements for a run, and the memory of what is drawn, whatever was logged.</summary>
internal sealed class RunPageReading(IDatabase database, RunListStore list, RunViews views, TrackingStores stores, RunKeyStore keys)
{
    private const int Plots = 12, Candidates = 24, Points = 1000, MostCompared = 20, Earlier = 19, Overlays = 6, OverlayPoints = 500, Line = 50, MostLogged = 50;

    private static readonly RunFields MetricsAlone = new(null, [], [], false);

    /// <param name="project">Empty for a run of no project.</param>
    public Task<(RunCurvesModel Shown, IReadOnlyList<LoggedModelLine> Logged, long Traces)> RunAsync(string project, string id, IReadOnlyList<string> chosen, CancellationToken cancellation)
        => database.ReadAsync(s =>
        {
            RunRow row = Existing(s, project, id);
            RunCurvesModel shown = Curves(s, project, row, RunFields.All, chosen);
            return (shown, stores.Models.OfRun(s, project, row.Num, row.Id, MostLogged), stores.Traces.CountOf(s, row.Id));
        }, cancellation);

    /// <summary>What moves while the run is running.</summary>
    public Task<RunCurvesModel> CurvesAsync(string project, string id, IReadOnlyList<string> chosen, CancellationToken cancellation) => database.ReadAsync(s => Curves(s, project, Existing(s, project, id), MetricsAlone, chosen), cancellation);

    public Task<ComparePageModel> CompareAsync(string project, IReadOnlyList<string> ids, CurveView view, (string X, string Y)? scatter, CancellationToken cancellation)
    {
        if (ids.Count > MostCompared) throw ApiException.Invalid("runs", $"At most {MostCompared} runs are compared side by side.", "Filter the table of runs instead.");
        return database.ReadAsync(s =>
        {
            RunRow[] rows = [.. ids.Select(id => Existing(s, project, id)).DistinctBy(r => r.Num)];
            IReadOnlyList<RunView> all = views.Of(s, rows);
            IReadOnlyList<string> curved = keys.Curved(s, [.. rows.Select(r => r.Num)], Candidates);
            ILookup<string, (RunView, IReadOnlyList<RunMetric>)> lines = rows.Zip(all, (row, run) => stores.Metrics.Curves(s, row.Num, curved, OverlayPoints).Where(c => c.Points.Count > 1).Select(c => (c.Key, Line: (run, c.Points)))).SelectMany(l => l).ToLookup(l => l.Key, l => l.Line);
            return new ComparePageModel(project, RunComparison.Of(all), curved.Where(lines.Contains).Take(Overlays).ToDictionary(k => k, k => (IReadOnlyList<(RunView, IReadOnlyList<RunMetric>)>)[.. lines[k]], StringComparer.Ordinal), view, scatter);
        }, cancellation);
    }

    private RunCurvesModel Curves(SqlSession s, string project, RunRow row, RunFields fields, IReadOnlyList<string> chosen)
    {
        RunView run = views.Of(s, [row], fields)[0];
        IReadOnlyList<MetricCurve> curves = [.. stores.Metrics.Curves(s, row.Num, chosen.Count > 0 ? chosen : keys.Curved(s, [row.Num], Candidates), Points).Where(c => c.Points.Count > 1).Take(Plots)];
        IReadOnlyList<RunRow> before = list.OfExperiment(s, row.Experiment, (row.StartTime, row.Num), Earlier);
        RunFields compared = RunFields.OfMetrics([.. RunPlots.Sorted(run.Metrics.Keys).Take(Line)]);
        return new RunCurvesModel(project, run, curves, [.. views.Of(s, [.. before.Take(1)], MetricsAlone), .. views.Of(s, [.. before.Skip(1)], compared)]) { Chosen = chosen };
    }

    private RunRow Existing(SqlSession s, string project, string run) => (project.Length == 0 ? list.FindLoose(s, run) : list.Find(s, project, run)) ?? throw ApiException.NotFound("run", run, "See the runs of the project for their names.");
}
