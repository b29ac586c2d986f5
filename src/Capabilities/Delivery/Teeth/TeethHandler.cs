using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>
/// Proves that a gate bites and lets through. Its champion is trained twice more from its own record: on shuffled labels, and then it must be
/// refused; as it was, and then it must pass. Each goes on in <see cref="RemadeHandler"/> when its training has ended.
/// </summary>
internal sealed class TeethHandler(FedChampion champions, GateProbe probe, IReproductions reproductions, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "gate-teeth";

    /// <summary>A version that was made again within this time is not made once more for the gate.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    public string Kind => JobKind;

    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        if (await champions.OfAsync(job.Project!, job.Payload<Payload>().Gate, cancellation) is not { } fed) return;
        await probe.Database.WriteAsync(s =>
        {
            // Found again after a crash: what was begun is begun.
            if (probe.Store.FindAwaited(s, $"probe-{job.Id}-good") is not null) return;
            Await(s, $"probe-{job.Id}-bad", "bad", fed, reproductions.BeginShuffled(s, fed.Of.Version, fed.Of.Endpoint.Model, fed.Tables.Options.Label));
            Await(s, $"probe-{job.Id}-good", "good", fed, reproductions.Begin(s, fed.Of.Version, clock.GetUtcNow() - Lately));
        }, cancellation: cancellation);
    }

    private void Await(SqlSession s, string id, string given, Fed fed, string? run)
    {
        if (run is null)
        {
            probe.Record(s, id, fed, new Tooth(given, GateProbe.Unmade, $"The run that made version {fed.Of.Version.Id} is not on record; it cannot be made again."));
            return;
        }
        probe.Store.Await(s, new AwaitedReproduction { Probe = id, Project = fed.Of.Project.Name, Gate = fed.Of.Gate.Name, Decision = fed.Decision.Id, Given = given, RunId = run });
        // It may have ended long ago; if not, the subscriber tells when it does.
        probe.Jobs.Enqueue(s, RemadeHandler.Draft(id, fed.Of.Project.Name, "asked"));
    }

    internal sealed record Payload(string Gate);
}
