using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>
/// Proves that a gate bites and lets through. Its champion comes before the gate's own code twice: judged on shuffled labels it must be
/// refused; made again from its own record it must pass. The second half goes on in <see cref="RemadeHandler"/> when the training has ended.
/// </summary>
internal sealed class TeethHandler(FedChampion champions, GateProbe probe, ShuffledTable shuffled, IReproductions reproductions, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "gate-teeth";

    /// <summary>A version that was made again within this time is not made once more for the gate.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    public string Kind => JobKind;

    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string gate = job.Payload<Payload>().Gate;
        if (await champions.OfAsync(job.Project!, gate, cancellation) is not { } fed) return;
        string table = await shuffled.MakeAsync(fed.Tables.Eval, fed.Tables.Options.Label, Seed(job.Key), cancellation);
        await probe.JudgeAsync($"probe-{job.Id}-bad", "bad", fed, fed.Of.Version, table, cancellation);
        await probe.Database.WriteAsync(s => AwaitGood(s, $"probe-{job.Id}-good", fed), cancellation: cancellation);
    }

    private void AwaitGood(SqlSession s, string id, Fed fed)
    {
        if (reproductions.Begin(s, fed.Of.Version, clock.GetUtcNow() - Lately) is not { } run)
        {
            probe.Record(s, id, fed, new Tooth("good", GateProbe.Refused, $"The run that made version {fed.Of.Version.Id} is not on record; it cannot be made again."));
            return;
        }
        probe.Store.Await(s, new AwaitedReproduction { Probe = id, Project = fed.Of.Project.Name, Gate = fed.Of.Gate.Name, Decision = fed.Decision.Id, RunId = run });
        // It may have ended long ago; if not, the subscriber tells when it does.
        probe.Jobs.Enqueue(s, RemadeHandler.Draft(id, fed.Of.Project.Name, "asked"));
    }

    private static int Seed(string key) => (int)(key.Aggregate(2166136261u, (h, c) => (h ^ c) * 16777619u) & 0xFFFF);

    internal sealed record Payload(string Gate);
}
