using Cairn.Data;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Pipelines.Triggers;

/// <summary>The page of triggers: what starts runs, and why it did or did not.</summary>
internal static class TriggerPages
{
    private const int Shown = 50;
    private const string End = "~";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/triggers", ListAsync);
        pages.MapGet("/p/{project}/triggers/{trigger}", ListAsync);
        pages.MapPost("/p/{project}/triggers/{trigger}/fire", FireAsync);
    }

    /// <summary>The declared triggers with their newest firing.</summary>
    public static IReadOnlyList<TriggerRow> Rows(SqlSession s, ProjectView view, FiringStore firings, TriggerLimits limits)
        => [.. view.File.Triggers.Values.Select(t => new TriggerRow(t, firings.List(s, view.Name, t.Name, null, End, 1).FirstOrDefault(), t.Budget is null ? null : limits.Spent(s, view.Name, t.Name)))];

    private static async Task<IResult> ListAsync(
        HttpContext context, string project, string? trigger, string? outcome, string? after, IProjects projects, IDatabase database, FiringStore firings, TriggerLimits limits, IEnumerable<IRunNumbers> numbers, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        if (trigger is not null && !view.File.Triggers.ContainsKey(trigger))
            return await Pages.NotFound(context, new PageInfo("Not found", Section.Triggers, project), "trigger", trigger, view.File.Triggers.Keys.Select(t => new NamedLink(t, $"/p/{project}/triggers/{t}")));
        TriggersModel model = await database.ReadAsync(s =>
        {
            Page<Firing> page = Page<Firing>.Of(firings.List(s, project, trigger, string.IsNullOrEmpty(outcome) ? null : outcome, Cursor.Decode(after) ?? End, Shown + 1), Shown, f => f.Id);
            return new TriggersModel(view, Rows(s, view, firings, limits), trigger, new TablePage<Firing>(page.Items, page.Next), TableQuery.From(context.Request))
            {
                Spent = view.File.Project.Budget is { } budget ? limits.Spent(s, project, null).Of(budget) : null,
                RunNumbers = numbers.OfAll(s, page.Items.Select(f => f.RunId)),
            };
        }, cancellation);
        return await Pages.Render<TriggersPage>(context, new PageInfo(trigger ?? "Triggers", Section.Triggers, project, trigger is null ? null : [new(trigger)]), new { Model = model });
    }

    private static async Task<IResult> FireAsync(
        HttpContext context, string project, string trigger, IProjects projects, IDatabase database, TriggerGate gate, TimeProvider clock, CancellationToken cancellation)
    {
        Firing? firing = await TriggerEndpoints.FireNowAsync(project, trigger, context, projects, database, gate, clock, cancellation);
        return Pages.After(context, $"/p/{project}/triggers/{trigger}", firing?.RunId is null ? $"{trigger} fired, but no run was started." : $"{trigger} fired and a run is queued.", firing?.RunId is null ? Token.Warn : Token.Ok);
    }
}
