using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Brings one release on from where it stands.</summary>
internal sealed class ReleaseHandler(IDatabase database, ReleaseStore store, ModelReleases models, AppReleases apps) : IJobHandler
{
    public const string JobKind = "release";

    public string Kind => JobKind;

    public int Attempts => 8;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        Payload asked = job.Payload<Payload>();
        Release? release = await database.ReadAsync(s => store.Find(s, asked.Release), cancellation);
        if (release is null || release.Seq != asked.Seq) return;
        if (release.Kind == Release.App) await apps.AdvanceAsync(release, cancellation);
        else await models.AdvanceAsync(release, cancellation);
    }

    internal sealed record Payload(string Release, long Seq);
}
