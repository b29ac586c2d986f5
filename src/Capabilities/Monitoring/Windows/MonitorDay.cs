using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Monitoring;

/// <summary>Half an hour after each day: closes the windows of every day that was not watched yet, oldest first.</summary>
internal sealed class MonitorDay(IDatabase database, MonitorParts parts, ITimers timers, IProjects projects, TimeProvider clock) : IProjectListener, IJobHandler
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public string Kind => "monitor.day";

    public int Concurrency => 1;

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
        => timers.SetRecurring(transaction, new JobDraft(Kind, $"monitor:{project.Name}", project.Name, new Payload(project.Name)), "30 0 * * *");

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string name = job.Payload<Payload>().Project;
        if (await projects.FindAsync(name, cancellation) is not { Active: true } project) return;
        var today = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        long? through = await database.ReadAsync(s => parts.Windows.Through(s, name), cancellation);
        for (DateTimeOffset day = through is { } t ? DateTimeOffset.FromUnixTimeMilliseconds(t) : today - Day; day < today; day += Day)
            await CloseAsync(project, day, cancellation);
        await parts.Probes.RunDueAsync(project, today, cancellation);
    }

    private async Task CloseAsync(ProjectView project, DateTimeOffset day, CancellationToken cancellation)
    {
        var drafts = new List<WindowDraft>(await FreshnessAsync(project, day, cancellation));
        bool newest = day + Day + Day > clock.GetUtcNow();
        foreach (Watched now in await WatchedAsync(project, cancellation))
        {
            Watched watched = newest ? now : now with { Stable = null };
            IReadOnlyList<WindowDraft> measured = await parts.Endpoints.MeasureAsync(project.File, watched, day, cancellation);
            drafts.AddRange(measured);
            // Its own rows tell which version it was.
            drafts.AddRange((await parts.Availability.MeasureAsync(watched, day + Day, cancellation)).Select(d => measured is [var first, ..] ? d with { Version = first.Version } : d));
        }
        await database.WriteAsync(s =>
        {
            foreach (WindowDraft draft in drafts) parts.Closer.Close(s, draft);
            parts.Windows.SetThrough(s, project.Name, (day + Day).ToUnixTimeMilliseconds());
        }, cancellation: cancellation);
    }

    /// <summary>Every endpoint of the project in its production environments.</summary>
    internal Task<List<Watched>> WatchedAsync(ProjectView project, CancellationToken cancellation) => database.ReadAsync(s => (
        from endpoint in project.File.Endpoints.Values
        from environment in project.File.Environments.Values
        where environment.Role == EnvironmentRole.Production
        select new Watched(project.Name, parts.Inputs.InForce(s, project.Name, endpoint), environment.Name, parts.Models.ByAlias(s, project.Name, endpoint.Name, "production"),
            [.. project.File.Monitors.Values.Where(m => m.Watch == endpoint.Name)])).ToList(), cancellation);

    private async Task<IEnumerable<WindowDraft>> FreshnessAsync(ProjectView project, DateTimeOffset day, CancellationToken cancellation)
    {
        IEnumerable<WindowDraft> sources = (await parts.Sources.ListAsync(project.Name, cancellation)).Where(s => s.Versions > 0).Select(s => new WindowDraft(
            project.Name, $"data.{s.Name}", "production", "freshness", "", day, day + Day, null, Freshness(s)));
        return sources.Concat((await parts.Features.ListAsync(project.Name, cancellation)).Where(f => f.Version is not null).Select(f => new WindowDraft(
            project.Name, $"features.{f.Name}", "production", "freshness", "", day, day + Day, null, Freshness(f))));
    }

    private static MeasuredSpan Freshness(FeatureStatus feature)
    {
        // Where data come later than the file declares, training knew what serving could not.
        Measure[] lag = feature is { After: { } after, Lag: { } late } ? [new Measure("lag_h", null, Math.Round(late.TotalHours, 2), after.TotalHours, null, feature.InTime == false)] : [];
        return new MeasuredSpan(feature.Entries ?? 0, [new Measure("age_h", null, Math.Round(feature.Age!.Value.TotalHours, 2), feature.Most?.TotalHours, null, feature.Fresh == false), .. lag]);
    }

    private static MeasuredSpan Freshness(SourceStatus source)
    {
        Measure[] age = source.Age is { } a ? [new Measure("age_h", null, Math.Round(a.TotalHours, 2), null, null, source.Fresh == false)] : [];
        return new MeasuredSpan(source.Versions, [.. age, new Measure("waiting", null, source.Waiting.Count), new Measure("quarantined", null, source.Quarantined)]);
    }

    internal sealed record Payload(string Project);
}
