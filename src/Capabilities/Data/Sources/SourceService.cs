using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;
using Cairn.Data.Changes;
using Cairn.Data.Datasets;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Sources;

/// <inheritdoc cref="ISources"/>
internal sealed class SourceService(IDatabase database, IProjects projects, SourceParts parts, ITimers timers, TimeProvider clock) : ISources
{
    public async Task<IReadOnlyList<SourceStatus>> ListAsync(string project, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => (IReadOnlyList<SourceStatus>)[.. view.File.Data.Values.Select(d => Status(s, project, d))], cancellation);
    }

    public async Task<IReadOnlyList<Arrival>> ArrivalsAsync(string project, string source, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation)
    {
        (long first, long last) = (from?.ToUnixTimeMilliseconds() ?? 0, to?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        return [.. (await database.ReadAsync(s => parts.Arrivals.Between(s, project, source, first, last), cancellation)).Select(r => r.View())];
    }

    public async Task<Arrival?> ArrivalAsync(string runId, CancellationToken cancellation) => (await database.ReadAsync(s => parts.Arrivals.Find(s, runId), cancellation))?.View();

    private SourceStatus Status(SqlSession s, string project, DataSource source)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (parts.Contracts.InForce(s, project, source.Name) is { } contract) source = ContractContent.Apply(source, contract);
        IReadOnlyList<VersionRow> versions = parts.Versions.Known(s, project, source.Name, now.ToUnixTimeMilliseconds());
        VersionRow? last = versions.Count == 0 ? null : versions[^1];
        DateTimeOffset? newest = Time(versions.Max(v => v.NewestEventAt)), arrived = Time(last?.ArrivedAt);
        TimeSpan? age = now - (newest ?? arrived);
        IReadOnlyList<ArrivalRow> arrivals = parts.Arrivals.Standing(s, project, source.Name);
        return new SourceStatus(project, source.Name, source.From, source.OnNew ? "new" : source.Every?.Words, timers.Due(s, SourceTimers.Key(project, source.Name)), last?.Partition, arrived, newest, age,
            source.Expect.Fresh is { } fresh && age is { } old ? old <= fresh : null, versions.Count, parts.Arrivals.Quarantined(s, project, source.Name),
            [.. parts.Plan.Waiting(source, arrivals, now).Select(p => p.Partition)]);
    }

    private static DateTimeOffset? Time(long? ms) => ms is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>What the state of a source is told from.</summary>
internal sealed record SourceParts(ContractChangeStore Contracts, ArrivalStore Arrivals, VersionStore Versions, GatherPlan Plan);
