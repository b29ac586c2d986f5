using System.Runtime.ExceptionServices;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;
using Cairn.Data.Changes;
using Cairn.Data.Ingest;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Sources;

/// <summary>Gathers what is due or asked for of one source, partition by partition in order; the lane of its jobs makes it one at a time for each source.</summary>
internal sealed class GatherHandler(IDatabase database, IProjects projects, ArrivalStore arrivals, GatherPlan plan, GatherParts parts) : IJobHandler
{
    private const int MostFaults = 5;
    private static readonly Actor Machine = Actor.Service("data");

    public string Kind => GatherJob.Kind;

    public int Attempts => 4;

    // A hiccup is over in seconds, an outage may last.
    public TimeSpan PauseAfter(int attempt) => attempt switch { 1 => TimeSpan.FromSeconds(2), 2 => TimeSpan.FromMinutes(1), _ => TimeSpan.FromMinutes(10) };

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        GatherJob asked = job.Payload<GatherJob>();
        // Between the timer and now the project may have been retired or the source taken out of its file.
        if (await projects.FindAsync(asked.Project, cancellation) is not { Active: true } project || !project.File.Data.TryGetValue(asked.Source, out DataSource? source)) return;
        try
        {
            await GatherAsync(job, asked, await parts.Contracts.InForceAsync(asked.Project, source, cancellation), cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException && IsLast(job))
        {
            await GiveUpAsync(asked, _ => true, e.Message);
            throw;
        }
    }

    private async Task GatherAsync(JobContext job, GatherJob asked, DataSource source, CancellationToken cancellation)
    {
        Exception? fault = null;
        int inARow = 0;
        foreach (PlannedPartition p in await PlanAsync(job, asked, source, cancellation))
        {
            var request = new IngestRequest(asked.Project, p.Source, p.Partition, p.Known, p.Again && asked.Trigger != "manual" ? "retry" : asked.Trigger, asked.Actor ?? Machine);
            try
            {
                ArrivalRow done = await parts.Ingestion.RunAsync(request, cancellation);
                inARow = 0;
                if (source.OnFail == OnFail.Stop && done.StateValue == ArrivalState.Quarantined) break;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The other partitions are not its matter, unless the source as a whole does not answer.
                fault ??= e;
                if (IsLast(job)) await GiveUpAsync(asked, r => r.Partition == p.Partition, e.Message);
                if (++inARow == MostFaults) break;
            }
        }
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
    }

    private async Task<IReadOnlyList<PlannedPartition>> PlanAsync(JobContext job, GatherJob asked, DataSource source, CancellationToken cancellation)
    {
        (IReadOnlyList<ArrivalRow> newest, IReadOnlyList<ArrivalRow> standing) = await database.ReadAsync(s => (arrivals.Newest(s, asked.Project, source.Name), arrivals.Standing(s, asked.Project, source.Name)), cancellation);
        // Who asks by hand may have mended the contract since: what lies in quarantine is judged again, once.
        HashSet<string> again = asked.Trigger == "manual" ? [.. standing.Where(a => a.StateValue == ArrivalState.Quarantined && !a.IsSince(job.Id)).Select(a => a.Partition)] : [];
        IReadOnlyList<PlannedPartition> all = asked.From is null ? await plan.MakeAsync(asked.Project, source, standing, again, parts.Clock.GetUtcNow(), cancellation) : PartitionRange.Of(source, asked.From, asked.To ?? asked.From);
        // What was given up, or is still open after an earlier attempt, comes last, so that it never stands in front of the others.
        HashSet<string> failed = [.. newest.Where(a => a.IsGivenUp || a.StateValue == ArrivalState.Running).Select(a => a.Partition)];
        // What an earlier attempt brought of what was asked for is not brought again, and what it stopped at still stops.
        ArrivalRow[] done = asked.From is null || job.Attempt == 1 ? [] : [.. newest.Where(a => a.StateValue != ArrivalState.Running && a.IsSince(job.Id))];
        HashSet<string> brought = [.. done.Select(a => a.Partition)], stops = [.. done.Where(a => source.OnFail == OnFail.Stop && a.StateValue == ArrivalState.Quarantined).Select(a => a.Partition)];
        return [.. all.TakeWhile(p => !stops.Contains(p.Partition)).Where(p => !brought.Contains(p.Partition)).OrderBy(p => failed.Contains(p.Partition))];
    }

    private bool IsLast(JobContext job) => job.Attempt >= Attempts;

    private async Task GiveUpAsync(GatherJob asked, Func<ArrivalRow, bool> which, string reason)
    {
        foreach (ArrivalRow row in (await database.ReadAsync(s => arrivals.Running(s, asked.Project, asked.Source), CancellationToken.None)).Where(which))
            await parts.Ingestion.GiveUpAsync(row, reason, asked.Actor ?? Machine);
    }
}

/// <summary>What a gathering needs besides its records.</summary>
internal sealed record GatherParts(Ingestion Ingestion, ContractKeeper Contracts, DomainClock Clock);
