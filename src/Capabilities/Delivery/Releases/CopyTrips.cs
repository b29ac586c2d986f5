using Cairn.Endpoints;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Rolls the release of a canary back that a copy of the data plane dropped, as of one that this server's own did.</summary>
internal sealed class CopyTrips(ReleaseStore store, IEndpoints endpoints, IJobs jobs) : ITripListener
{
    public void Tripped(SqlSession s, string route, string version, string release)
    {
        // Told again until the copy has another snapshot; of a version or an endpoint that the release does not have it is somebody's mistake.
        if (store.Find(s, release) is not { State: ReleaseStates.Baking or ReleaseStates.Paused } found || found.VersionId != version || endpoints.Find(s, found.Project, found.Name, found.Environment)?.Route != route) return;
        jobs.Enqueue(s, new JobDraft(TripHandler.JobKind, $"trip:{release}", null, new TripHandler.Payload(release, OfCopy: true)));
    }
}
