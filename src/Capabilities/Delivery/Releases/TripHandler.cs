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
        Payload trip = job.Payload<Payload>();
        if (store.Find(s, trip.Release) is { State: ReleaseStates.Baking or ReleaseStates.Paused } release)
            traffic.Leave(s, release, ReleaseMove.Machine, "rolled-back", $"{(trip.OfCopy ? "a copy of the data plane" : "the data plane")} dropped the canary: too many errors among its last requests");
    }, cancellation: cancellation);

    /// <param name="OfCopy">A copy dropped it, not this server.</param>
    internal sealed record Payload(string Release, bool OfCopy = false);
}
