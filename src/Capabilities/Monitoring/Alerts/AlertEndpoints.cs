using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Monitoring;

/// <summary>Alerts and incidents over HTTP.</summary>
internal static class AlertEndpoints
{
    private const string End = "~";

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/alerts", AlertsAsync);
        project.MapGet("/incidents", IncidentsAsync);
        project.MapGet("/incidents/{number:long}", FindAsync);
        project.MapPost("/incidents/{number:long}/acknowledge", AcknowledgeAsync);
        project.MapPost("/incidents/{number:long}/close", CloseAsync);
    }

    private static async Task<Page<Alert>> AlertsAsync(string project, string? state, string? after, int? limit, IProjects projects, IDatabase database, AlertStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string before = Cursor.Decode(after) ?? End;
        return Page<Alert>.Of(await database.ReadAsync(s => store.List(s, project, state, before, count + 1), cancellation), count, a => a.Id);
    }

    private static async Task<Page<Incident>> IncidentsAsync(string project, string? state, string? after, int? limit, IProjects projects, IDatabase database, AlertStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        long before = Cursor.Decode(after) is { } text ? long.TryParse(text, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.") : long.MaxValue;
        return Page<Incident>.Of(await database.ReadAsync(s => store.Incidents(s, project, state, before, count + 1), cancellation), count, i => i.Number.ToString());
    }

    private static Task<Incident> FindAsync(string project, long number, IDatabase database, AlertStore store, CancellationToken cancellation)
        => database.ReadAsync(s => Require(store, s, project, number), cancellation);

    internal static Task<Incident> AcknowledgeAsync(string project, long number, HttpContext http, IDatabase database, AlertStore store, ILedger ledger, CancellationToken cancellation)
        => database.WriteAsync(s => Move(s, store, ledger, http, Require(store, s, project, number) with { State = "acknowledged" }, "incident.moved"), cancellation: cancellation);

    /// <summary>Closes by hand, with what mended it and what will notice it next time.</summary>
    internal static Task<Incident> CloseAsync(
        string project, long number, CloseRequest request, HttpContext http, IDatabase database, AlertStore store, ILedger ledger, TimeProvider clock, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.Fix)) throw ApiException.Invalid("fix", "'fix' must name the change, run or version that mended it.");
        return database.WriteAsync(s => Move(s, store, ledger, http, Require(store, s, project, number) with
        {
            State = "closed",
            Fix = request.Fix,
            Guard = request.Guard,
            Note = request.Note,
            ClosedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }, "incident.closed"), cancellation: cancellation);
    }

    private static Incident Move(SqlSession s, AlertStore store, ILedger ledger, HttpContext http, Incident incident, string type)
    {
        store.Update(s, incident);
        var data = new JsonObject { ["kind"] = incident.Kind, ["about"] = incident.About, ["state"] = incident.State, ["fix"] = incident.Fix, ["guard"] = incident.Guard };
        ledger.Append(s, new EventDraft(type, incident.Id, incident.Project, http.Actor()) { Data = data, Cause = [incident.Event] });
        return incident;
    }

    internal static Incident Require(AlertStore store, SqlSession s, string project, long number)
    {
        Incident incident = store.Incident(s, project, number) ?? throw ApiException.NotFound("incident", $"INC-{number}");
        return incident;
    }

    internal sealed record CloseRequest(string Fix, string? Guard, string? Note);
}
