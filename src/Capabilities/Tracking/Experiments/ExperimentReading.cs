using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Tracking.Runs;
using Cairn.Tracking.SavedViews;

namespace Cairn.Tracking.Experiments;

/// <summary>Reads the table of runs as its address asks for it: filter in MLflow's grammar, order, columns, page.</summary>
internal sealed class ExperimentReading(IDatabase database, IProjects projects, TrackingStores stores, RunTable table, SavedViewStore kept)
{
    private const int Rows = 50, Chosen = 3;

    /// <summary>Null when the project has no such experiment.</summary>
    public async Task<ExperimentsModel?> ReadAsync(string project, string? only, TableQuery query, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s =>
        {
            IReadOnlyList<Experiment> all = stores.Experiments.OfProject(s, project);
            long[] wanted = [.. all.Where(e => only is null || e.Name == only).Select(e => e.Id)];
            if (only is not null && wanted.Length == 0) return null;
            (TablePage<RunView> runs, string? fault) = Runs(s, wanted, query);
            SavedView[] saved = [.. kept.List(s, project).Select(v => v.View).Where(v => only is null || v.Experiment is null || v.Experiment == only)];
            return new ExperimentsModel(project, [.. all.Select(e => e.Name)], only, Columns(query["cols"], runs.Rows), runs, query, fault, saved);
        }, cancellation);
    }

    private (TablePage<RunView>, string?) Runs(SqlSession s, long[] experiments, TableQuery query)
    {
        try
        {
            (IReadOnlyList<RunView> found, string? next) = table.Find(s, experiments, query.Filter, query["sort"], query.After, Rows);
            return (new TablePage<RunView>(found, next), null);
        }
        catch (MlflowException e)
        {
            // A filter somebody is still writing: said beside it, not an error page.
            return (new TablePage<RunView>([]), e.Message);
        }
    }

    // Without a choice: the metrics most runs have, and the parameters that differ.
    private static string[] Columns(string? asked, IReadOnlyList<RunView> runs)
    {
        if (asked is not null) return RunTable.Columns(asked);
        IEnumerable<string> metrics = runs.SelectMany(r => r.Metrics.Keys).GroupBy(k => k, StringComparer.Ordinal).OrderByDescending(g => g.Key == "auc").ThenByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(Chosen).Select(g => "metrics." + g.Key);
        IEnumerable<string> parameters = runs.SelectMany(r => r.Params).GroupBy(p => p.Key, StringComparer.Ordinal).OrderByDescending(g => g.Select(p => p.Value).Distinct(StringComparer.Ordinal).Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(Chosen).Select(g => "params." + g.Key);
        return [.. metrics, .. parameters];
    }
}
