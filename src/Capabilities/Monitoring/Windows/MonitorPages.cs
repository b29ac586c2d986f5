using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Monitoring;

/// <summary>The pages of monitors: what is wrong in production now, and since when.</summary>
internal static class MonitorPages
{
    private static readonly TimeSpan Shown = TimeSpan.FromDays(35);

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/monitors", ListAsync);
        pages.MapGet("/p/{project}/monitors/{monitor}", FindAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, IProjects projects, IDatabase database, WindowStore store, TimeProvider clock, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        IReadOnlyList<MonitorSeries> series = await database.ReadAsync(s => Series(s, store, project, clock), cancellation);
        string[] waiting = [.. view.File.Monitors.Keys.Where(m => !series.Any(s => s.Last.Monitor == m))];
        return await Pages.Render<MonitorsPage>(context, new PageInfo("Monitors", Section.Monitors, project), new { Model = new MonitorsModel(project, series, waiting) });
    }

    private static async Task<IResult> FindAsync(
        HttpContext context, string project, string monitor, IProjects projects, IDatabase database, WindowStore store, AlertStore alerts, TimeProvider clock, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        IReadOnlyList<MonitorSeries> all = await database.ReadAsync(s => Series(s, store, project, clock), cancellation);
        // A declared name is enough where it is watched at one place.
        if ((all.FirstOrDefault(s => s.Key == monitor) ?? all.FirstOrDefault(s => s.Last.Monitor == monitor)) is not { } series)
            return await Pages.NotFound(context, new PageInfo("Not found", Section.Monitors, project), "monitor", monitor, all.Select(s => new NamedLink(s.Key, $"/p/{project}/monitors/{s.Key}")));
        IReadOnlyList<Alert> raised = await database.ReadAsync(s => alerts.Of(s, project, series.Last.Monitor, series.Last.Endpoint, series.Last.Kind), cancellation);
        var model = new MonitorModel(project, series, view.File.Monitors.GetValueOrDefault(series.Last.Monitor), raised);
        return await Pages.Render<MonitorPage>(context, new PageInfo(series.Name, Section.Monitors, project, [new(series.Name)]), new { Model = model });
    }

    // The newest of each stays, however old it is.
    private static IReadOnlyList<MonitorSeries> Series(SqlSession s, WindowStore store, string project, TimeProvider clock)
        => MonitorSeries.Of(store.Newest(s, project).Concat(store.Since(s, project, (clock.GetUtcNow() - Shown).ToUnixTimeMilliseconds())).DistinctBy(w => w.Id).OrderBy(w => w.ToAt));
}
