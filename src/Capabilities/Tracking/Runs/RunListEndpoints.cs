using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Tracking.SavedViews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Runs;

/// <summary>The runs of a project as a list, and how many there are. Only what is asked for is read.</summary>
internal sealed class RunListEndpoints(IDatabase database, IProjects projects, RunListStore list, RunViews views, RunDesk desk)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/runs").WithTags("runs");
        group.MapGet("", ListAsync);
        group.MapGet("/count", CountAsync);
    }

    /// <summary>Runs, newest first; by <paramref name="sort"/> where it is given, <c>name</c>, <c>started</c> or a column, with <c>-</c> before it for the greatest first; a short name is a metric, else a parameter. With <paramref name="view"/> those of a saved view.</summary>
    /// <param name="q">A filter in MLflow's grammar.</param>
    /// <param name="fields">What is read of them, such as <c>metrics.auc,params.depth,inputs</c>; everything unless said.</param>
    private async Task<Page<RunView>> ListAsync(
        string project, string? state, string? experiment, string? view, string? q, string? sort, string? fields, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        (int count, RunFields read) = (Cursor.Limit(limit), RunFields.Asked(fields));
        if (string.IsNullOrEmpty(view) && string.IsNullOrEmpty(q) && string.IsNullOrEmpty(sort))
        {
            (long, long)? before = Before(Cursor.Decode(after));
            return await database.ReadAsync(s => Newest(s, list.List(s, project, state, experiment, before, count + 1), count, read), cancellation);
        }
        return await Refusals.AsProblem(database.ReadAsync(s =>
        {
            (RunAsk ask, string? only) = Ask(s, project, view, new RunAsk(q, sort, state), experiment);
            IReadOnlyList<long> experiments = list.Experiments(s, project, only);
            (IReadOnlyList<RunView> runs, string? next) = desk.Table.Find(s, experiments, ask with { Sort = desk.Table.Sort(s, experiments, ask.Sort) }, after, count, read);
            return new Page<RunView>(runs, next);
        }, cancellation));
    }

    /// <summary>How many runs there are; counting ends at 10,000, and where no index helps after 20,000 looked at.</summary>
    /// <param name="q">A filter in MLflow's grammar.</param>
    private async Task<RunCount> CountAsync(string project, string? state, string? experiment, string? view, string? q, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await Refusals.AsProblem(database.ReadAsync(s =>
        {
            (RunAsk ask, string? only) = Ask(s, project, view, new RunAsk(q, null, state), experiment);
            return desk.Table.Count(s, list.Experiments(s, project, only), ask);
        }, cancellation));
    }

    private Page<RunView> Newest(SqlSession s, IReadOnlyList<RunRow> rows, int count, RunFields read)
    {
        Page<RunRow> page = Page<RunRow>.Of(rows, count, r => $"{r.StartTime} {r.Num}");
        return new Page<RunView>(views.Of(s, page.Items, read), page.Next);
    }

    // A saved view says filter and order itself.
    private (RunAsk Ask, string? Experiment) Ask(SqlSession s, string project, string? view, RunAsk said, string? experiment)
    {
        if (string.IsNullOrEmpty(view)) return (said, string.IsNullOrEmpty(experiment) ? null : experiment);
        foreach ((string field, string? value) in ((string, string?)[])[("state", said.State), ("q", said.Filter), ("sort", said.Sort)])
            if (!string.IsNullOrEmpty(value)) throw ApiException.Invalid(field, $"'{field}' does not go with 'view'; a view has its own filter and order.");
        SavedViewRow kept = desk.Saved.Find(s, project, view) ?? throw ApiException.NotFound("view", view, "See 'run-views' of the project for their names.");
        return (new RunAsk(kept.FilterText, kept.SortKey), kept.ExperimentName ?? experiment);
    }

    private static (long, long)? Before(string? cursor)
    {
        if (cursor is null) return null;
        string[] parts = cursor.Split(' ');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, null, out long start) && long.TryParse(parts[1], out long num) ? (start, num)
            : throw ApiException.Invalid("after", "'after' is not a cursor of this list.");
    }
}
