using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>The hard limit of a canary was crossed: no look, no waiting.</summary>
internal sealed class TripHandler(IDatabase database, ReleaseStore store, ReleaseTraffic traffic) : IJobHandler
{
    public const string JobKind = "release-trip";

    public string Kind => JobKind;

    public Task RunAsync(JobContext job, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (store.Find(s, job.Payload<Payload>().Release) is { State: ReleaseStates.Baking or ReleaseStates.Paused } release)
            traffic.Leave(s, release, ReleaseMove.Machine, "rolled-back", "the data plane dropped the canary: too many errors among its last requests");
    }, cancellation: cancellation);

    internal sealed record Payload(string Release);
}
