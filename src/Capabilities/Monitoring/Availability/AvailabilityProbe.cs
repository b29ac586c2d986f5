using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Monitoring;

/// <summary>Asks each production endpoint of a project over HTTP, as a client would, whether it is ready. Only what has been released is asked.</summary>
internal sealed class AvailabilityProbe(IEndpoints endpoints, AvailabilityStore store, IDatabase database, AvailabilityParts parts) : IProjectListener, IJobHandler
{
    public string Kind => "availability";

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        if (project.File.Endpoints.Count > 0) parts.Timers.SetRecurring(transaction, Job(project.Name), parts.Rhythm.Cron);
        else parts.Timers.Remove(transaction, Job(project.Name).Key);
    }

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        // A paused project goes on serving.
        if (project.State == "retired") parts.Timers.Remove(transaction, Job(project.Name).Key);
    }

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        foreach (EndpointView endpoint in (await endpoints.ListAsync(job.Project!, cancellation)).Where(e => e.IsProduction && e.Stable is not null))
        {
            bool answered = await IsReadyAsync(endpoint.Route, cancellation);
            DateTimeOffset now = parts.Clock.GetUtcNow();
            var question = new Question { Project = endpoint.Project, Endpoint = endpoint.Name, Env = endpoint.Environment, At = now.ToUnixTimeMilliseconds(), Answered = answered };
            await database.WriteAsync(s => store.Insert(s, question, (now - AvailabilityMeasure.Window - TimeSpan.FromDays(2)).ToUnixTimeMilliseconds()), cancellation: cancellation);
        }
    }

    private async Task<bool> IsReadyAsync(string route, CancellationToken cancellation)
    {
        try
        {
            return await parts.Door.ReadyAsync(route, cancellation).WaitAsync(parts.Options.AnswerWithin, parts.Real.Provider, cancellation) == 200;
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException)
        {
            return false;
        }
    }

    private JobDraft Job(string project) => new(Kind, $"availability:{project}", project, new { });
}

/// <summary>What the probe works with.</summary>
internal sealed record AvailabilityParts(IInferenceDoor Door, ITimers Timers, AskRhythm Rhythm, MonitoringOptions Options, TimeProvider Clock, RealTime Real);
