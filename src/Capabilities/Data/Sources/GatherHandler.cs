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
    private static readonly Actor Machine = Actor.Service("data");

    public string Kind => GatherJob.Kind;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        GatherJob asked = job.Payload<GatherJob>();
        // Between the timer and now the project may have been retired or the source taken out of its file.
        if (await projects.FindAsync(asked.Project, cancellation) is not { Active: true } project || !project.File.Data.TryGetValue(asked.Source, out DataSource? source)) return;
        try
        {
            await GatherAsync(asked, await parts.Contracts.InForceAsync(asked.Project, source, cancellation), cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException && job.Attempt >= ((IJobHandler)this).Attempts)
        {
            await GiveUpAsync(asked, e.Message);
            throw;
        }
    }

    private async Task GatherAsync(GatherJob asked, DataSource source, CancellationToken cancellation)
    {
        IReadOnlyList<ArrivalRow> newest = await database.ReadAsync(s => arrivals.Newest(s, asked.Project, source.Name), cancellation);
        IReadOnlyList<PlannedPartition> partitions = asked.From is null ? await plan.MakeAsync(asked.Project, source, newest, parts.Clock.GetUtcNow(), cancellation)
            : PartitionRange.Of(source, asked.From, asked.To ?? asked.From);
        foreach (PlannedPartition p in partitions)
        {
            var request = new IngestRequest(asked.Project, p.Source, p.Partition, p.Known, p.Again && asked.Trigger != "manual" ? "retry" : asked.Trigger, asked.Actor ?? Machine);
            ArrivalRow done = await parts.Ingestion.RunAsync(request, cancellation);
            if (source.OnFail == OnFail.Stop && done.StateValue == ArrivalState.Quarantined) return;
        }
    }

    private async Task GiveUpAsync(GatherJob asked, string reason)
    {
        foreach (ArrivalRow row in await database.ReadAsync(s => arrivals.Running(s, asked.Project, asked.Source), CancellationToken.None))
            await parts.Ingestion.GiveUpAsync(row, reason, asked.Actor ?? Machine);
    }
}

/// <summary>What a gathering needs besides its records.</summary>
internal sealed record GatherParts(Ingestion Ingestion, ContractKeeper Contracts, TimeProvider Clock);
