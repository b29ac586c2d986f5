using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Tracking.Runs;
using Cairn.Tracking.SavedViews;

namespace Cairn.Tracking.Experiments;

/// <summary>Reads the table of runs as its address asks for it: filter in MLflow's grammar, order, columns, page.</summary>
internal sealed class ExperimentReading(IDatabase database, IProjects projects, TrackingStores stores, RunTable table, SavedViewStore kept)
{
    private const int Rows = 50, MostTabs = 12, MostNamed = 500;

    /// <summary>Null when the project has no such experiment.</summary>
    /// <param name="segment">Of a path, which means the only one that is shown; null for all.</param>
    public async Task<ExperimentsModel?> ReadAsync(string project, string? segment, TableQuery query, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s =>
        {
            IReadOnlyList<Experiment> all = stores.Experiments.OfProject(s, project);
            string? only = segment is null ? null : ExperimentNames.OfSegment(segment, all);
            long[] wanted = [.. all.Where(e => only is null || e.Name == only).Select(e => e.Id)];
            if (only is not null && wanted.Length == 0) return null;
            (RunTablePage page, RunCount? count, string? fault) = Runs(s, wanted, query);
            SavedView[] saved = [.. kept.List(s, project).Select(v => v.View).Where(v => only is null || v.Experiment is null || v.Experiment == only)];
            string[] tabs = [.. all.Select(e => e.Name).Take(MostTabs).Union(only is null ? [] : [only])];
            return new ExperimentsModel(project, tabs, all.Count, only, page.Columns, new TablePage<RunView>(page.Runs, page.Next), count, query, fault, saved);
        }, cancellation);
    }

    /// <summary>An experiment of no project; where it is shown when it belongs to one by now.</summary>
    /// <exception cref="ApiException">404: there is none.</exception>
    public Task<(string? Home, LooseExperimentModel? Model)> LooseAsync(long id, TableQuery query, CancellationToken cancellation) => database.ReadAsync<(string?, LooseExperimentModel?)>(s =>
    {
        Experiment experiment = stores.Experiments.Find(s, id) is { Stage: "active" } found ? found : throw ApiException.NotFound("experiment", id.ToString(CultureInfo.InvariantCulture), "See /experiments for those of no project.");
        if (experiment.Project is not null) return (experiment.Href, null);
        (RunTablePage page, RunCount? count, string? fault) = Runs(s, [id], query);
        return (null, new LooseExperimentModel(id, experiment.Name, page.Columns, new TablePage<RunView>(page.Runs, page.Next), count, stores.Traces.CountIn(s, id), query, fault));
    }, cancellation);

    /// <summary>Names of the project's experiments, the first by name.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string project, CancellationToken cancellation)
        => await database.ReadAsync(s => (IReadOnlyList<string>)[.. stores.Experiments.Page(s, project, "", "", MostNamed).Select(e => e.Name)], cancellation);

    /// <summary>A page of the project's experiments by name; of those alone that have the filter's text in it.</summary>
    public async Task<TablePage<ExperimentLine>> ListAsync(string project, TableQuery query, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        Page<Experiment> page = await database.ReadAsync(s => Page<Experiment>.Of(stores.Experiments.Page(s, project, query.Filter ?? "", Cursor.Decode(query.After) ?? "", Rows + 1), Rows, e => e.Name), cancellation);
        return new TablePage<ExperimentLine>([.. page.Items.Select(e => new ExperimentLine(e.Name, Format.Moment(e.CreatedAt)))], page.Next);
    }

    private (RunTablePage, RunCount?, string?) Runs(SqlSession s, long[] experiments, TableQuery query)
    {
        try
        {
            var ask = new RunAsk(query.Filter, query["sort"]);
            RunTablePage page = table.Page(s, experiments, ask, query.After, Rows, query["cols"] is { } asked ? RunTable.Columns(asked) : null);
            return (page, query.After is null ? table.Count(s, experiments, ask) : null, null);
        }
        catch (MlflowException e)
        {
            // A filter somebody is still writing: said beside it, not an error page.
            return (new RunTablePage(RunTable.Columns(query["cols"] ?? ""), [], null), null, e.Message);
        }
    }
}
