using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Endpoints;

/// <summary>The nightly work on one endpoint's log: segments become Parquet, what is too old goes, parts of past days become one.</summary>
internal sealed class LogKeeper(LogCompactor compactor, LogWork work, IDatabase database, EndpointStore endpoints, IProjects projects)
{
    public async Task KeepAsync(string route, DateTimeOffset now, CancellationToken cancellation)
    {
        (EndpointView? endpoint, TimeSpan? keep) = await database.ReadAsync(s => Find(s, route), cancellation);
        using IDisposable held = await compactor.HoldAsync(route, cancellation);
        await compactor.CompactHeldAsync(route, cancellation);
        if (endpoint is not null) await work.Retention.ApplyAsync(endpoint, keep, now, cancellation);
        await work.Merger.MergeAsync(route, DateOnly.FromDateTime(now.UtcDateTime), cancellation);
        await work.Sweeper.SweepAsync(route, LogSweeper.Grace, cancellation);
    }

    private (EndpointView?, TimeSpan?) Find(SqlSession s, string route)
    {
        EndpointView? endpoint = endpoints.ByRoute(s, route);
        return (endpoint, endpoint is null ? null : projects.Find(s, endpoint.Project)?.File.Endpoints.GetValueOrDefault(endpoint.Name)?.Keep);
    }
}

/// <summary>What is done besides compaction.</summary>
internal sealed record LogWork(LogRetention Retention, PartMerger Merger, LogSweeper Sweeper);
