using Cairn.Platform.Jobs;
using Microsoft.Extensions.Hosting;

namespace Cairn.Compute.Targets;

/// <summary>Asks every target now and then how it is, also when nothing runs there.</summary>
internal sealed class TargetProbe(TargetList targets, RealTime real) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, real.Provider);
        do await Task.WhenAll(targets.All.Select(t => t.Backend.ProbeAsync(stoppingToken)));
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
