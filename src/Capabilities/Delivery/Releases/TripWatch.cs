using Cairn.Endpoints;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;

namespace Cairn.Delivery;

/// <summary>Hears when the data plane drops a canary by itself, and rolls its release back.</summary>
internal sealed class TripWatch(ISnapshotSink sink, IDatabase database, IJobs jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        sink.OnTripped((_, _, release) => _ = database.WriteAsync(s => jobs.Enqueue(s, new JobDraft(TripHandler.JobKind, $"trip:{release}", null, new TripHandler.Payload(release)))));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
