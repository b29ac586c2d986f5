using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;

namespace Cairn.Registry.Probes;

/// <summary>Sets the daily timer of the probe when the server starts.</summary>
internal sealed class ProbeTimer(IDatabase database, ITimers timers) : IHostedService
{
    private const string Daily = "30 4 * * *";

    public Task StartAsync(CancellationToken cancellationToken)
        => database.WriteAsync(s => timers.SetRecurring(s, new JobDraft(RegistryProbe.KindName, RegistryProbe.KindName, null, new { }), Daily), cancellation: cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
