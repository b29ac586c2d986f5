using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Monitoring;

/// <summary>The pages of incidents: what broke, since when, what was done.</summary>
internal static class IncidentPages
{
    private const int Rows = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/incidents", ListAsync);
        pages.MapGet("/p/{project}/incidents/{number:long}", FindAsync);
        pages.MapGet("/p/{project}/incidents/INC-{number:long}", (string project, long number) => Results.Redirect($"/p/{project}/incidents/{number}"));
        pages.MapGet("/p/{project}/incidents/{id}", ByIdAsync);
        pages.MapPost("/p/{project}/incidents/{number:long}/acknowledge", AcknowledgeAsync);
        pages.MapPost("/p/{project}/incidents/{number:long}/close", CloseAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, string? state, string? after, IProjects projects, IDatabase database, AlertStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        long before = Cursor.Decode(after) is not { } text ? long.MaxValue : long.TryParse(text, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.");
        Page<Incident> page = Page<Incident>.Of(await database.ReadAsync(s => store.Incidents(s, project, string.IsNullOrEmpty(state) ? null : state, before, Rows + 1), cancellation), Rows, i => i.Number.ToString());
        return await Pages.Render<IncidentsPage>(context, new PageInfo("Incidents", Section.Incidents, project),
            new { Project = project, Incidents = new TablePage<Incident>(page.Items, page.Next), Query = TableQuery.From(context.Request) });
    }

    private static async Task<IResult> FindAsync(HttpContext context, string project, long number, IncidentReading reading, CancellationToken cancellation)
    {
        string title = $"INC-{number}";
        return await Pages.Render<IncidentPage>(context, new PageInfo(title, Section.Incidents, project, [new(title)]), new { Model = await reading.ReadAsync(project, number, cancellation) });
    }

    // Events name an incident by its id.
    private static async Task<IResult> ByIdAsync(string project, string id, IDatabase database, AlertStore store, CancellationToken cancellation)
        => await database.ReadAsync(s => store.IncidentById(s, project, id), cancellation) is { } incident ? Results.Redirect($"/p/{project}/incidents/{incident.Number}")
            : throw ApiException.NotFound("incident", id, $"See /p/{project}/incidents.");

    private static async Task<IResult> AcknowledgeAsync(HttpContext context, string project, long number, IDatabase database, AlertStore store, ILedger ledger, CancellationToken cancellation)
    {
        await AlertEndpoints.AcknowledgeAsync(project, number, context, database, store, ledger, cancellation);
        return Pages.After(context, $"/p/{project}/incidents/{number}", $"INC-{number} is acknowledged.");
    }

    private static async Task<IResult> CloseAsync(
        HttpContext context, string project, long number, [FromForm] string? fix, [FromForm] string? guard, [FromForm] string? note, IDatabase database, AlertStore store, ILedger ledger, TimeProvider clock, CancellationToken cancellation)
    {
        await AlertEndpoints.CloseAsync(project, number, new AlertEndpoints.CloseRequest(fix ?? "", guard, note), context, database, store, ledger, clock, cancellation);
        return Pages.After(context, $"/p/{project}/incidents/{number}", $"INC-{number} is closed.");
    }

    /// <summary>Reads what the page of an incident shows.</summary>
    internal sealed class IncidentReading(IDatabase database, AlertStore alerts, WindowStore windows, ILedger ledger)
    {
        private const int MostEvents = 2000, Shown = 100;
        private static readonly TimeSpan Around = TimeSpan.FromDays(30);

        public async Task<IncidentModel> ReadAsync(string project, long number, CancellationToken cancellation)
        {
            (Incident incident, Alert? alert, MonitorSeries? series) = await database.ReadAsync(s =>
            {
                Incident found = AlertEndpoints.Require(alerts, s, project, number);
                Alert? about = alerts.Find(s, found.About);
                return (found, about, about is null ? null : Series(s, project, about, found.OpenedAt));
            }, cancellation);
            return new IncidentModel(incident, alert, series, await FollowAsync(incident, alert, cancellation));
        }

        private MonitorSeries? Series(SqlSession s, string project, Alert alert, long opened)
            => MonitorSeries.Of(windows.Since(s, project, opened - (long)Around.TotalMilliseconds).Where(w => w.ToAt <= opened + Around.TotalMilliseconds
                && w.Kind == alert.Kind && w.Monitor == alert.Monitor && w.Endpoint == alert.Endpoint)).FirstOrDefault();

        // What is caused by the alert or the incident, and what is caused by that.
        private async Task<IReadOnlyList<LedgerEvent>> FollowAsync(Incident incident, Alert? alert, CancellationToken cancellation)
        {
            IReadOnlyList<SealedEvent> newest = await ledger.ReadBackAsync(null, MostEvents, new EventFilter { Project = incident.Project }, cancellation);
            var known = new HashSet<string>(StringComparer.Ordinal) { incident.Event };
            if (alert is not null) known.Add(alert.Event);
            var follow = new List<LedgerEvent>();
            foreach (LedgerEvent e in newest.Select(e => e.Event).Reverse())
            {
                if (!known.Contains(e.Id) && !e.Cause.Any(known.Contains)) continue;
                known.Add(e.Id);
                if (follow.Count < Shown) follow.Add(e);
            }
            return follow;
        }
    }
}
