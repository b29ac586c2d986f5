using Cairn.Contracts;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Pipelines.Triggers;

/// <summary>Triggers and their firings over HTTP.</summary>
internal static class TriggerEndpoints
{
    private const string End = "~";

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/triggers", ListAsync);
        project.MapGet("/firings", FiringsAsync);
        project.MapPost("/triggers/{trigger}/fire", FireAsync);
    }

    private static async Task<Page<TriggerView>> ListAsync(string project, IProjects projects, IDatabase database, FiringStore firings, TriggerLimits limits, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        return new Page<TriggerView>(await database.ReadAsync(s => view.File.Triggers.Values.Select(t => new TriggerView(
            t.Name, [.. t.When.Select(Words)], t.Run, t.AtMost?.ToString(), t.CoolDown is { } c ? Durations.Format(c) : null, Spending(s, project, t, limits), firings.Last(s, project, t.Name))).ToList(), cancellation), null);
    }

    private static async Task<Page<Firing>> FiringsAsync(
        string project, string? trigger, string? after, int? limit, IProjects projects, IDatabase database, FiringStore firings, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string before = Cursor.Decode(after) ?? End;
        return Page<Firing>.Of(await database.ReadAsync(s => firings.List(s, project, trigger, before, count + 1), cancellation), count, f => f.Id);
    }

    private static async Task<IResult> FireAsync(
        string project, string trigger, HttpContext http, IProjects projects, IDatabase database, TriggerGate gate, TimeProvider clock, CancellationToken cancellation)
        => Results.Json(await FireNowAsync(project, trigger, http, projects, database, gate, clock, cancellation), ApiJson.Options, statusCode: 202);

    /// <summary>Fires by hand, by API or by page.</summary>
    internal static async Task<Firing?> FireNowAsync(
        string project, string trigger, HttpContext http, IProjects projects, IDatabase database, TriggerGate gate, TimeProvider clock, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        Trigger found = view.File.Triggers.GetValueOrDefault(trigger) ?? throw ApiException.NotFound("trigger", trigger, $"The project has: {string.Join(", ", view.File.Triggers.Keys)}.");
        if (!view.Active) throw ApiException.Conflict($"The project is {view.State}.");
        return await database.WriteAsync(s => gate.Ask(s, project, found, new TriggerAsk("manual", "manual-" + Ulid.New(clock.GetUtcNow()), http.Actor())), cancellation: cancellation);
    }

    private static BudgetView? Spending(SqlSession s, string project, Trigger trigger, TriggerLimits limits) => trigger.Budget is { } budget && limits.Spent(s, project, trigger.Name) is var spent
        ? new BudgetView(budget.Runs, budget.Cpu?.TotalHours, spent.Runs, spent.Cpu.TotalHours) : null;

    private static string Words(TriggerCause cause) => cause switch
    {
        DataCause { Grew: { } rows } data => $"data.{data.Source} grew {rows}",
        DataCause data => $"data.{data.Source}",
        MonitorCause monitor => monitor.Monitor,
        ScheduleCause schedule => $"schedule {schedule.Schedule.Words}",
        PushCause => "git push",
        IncidentCause => "incident",
        WebhookCause => "webhook",
        _ => "manual",
    };

    internal sealed record TriggerView(string Name, IReadOnlyList<string> When, string Run, string? AtMost, string? CoolDown, BudgetView? Budget, Firing? Last);

    /// <summary>What it may spend in a day and has spent since midnight UTC.</summary>
    internal sealed record BudgetView(int? Runs, double? CpuHours, long RunsSpent, double CpuHoursSpent);
}
