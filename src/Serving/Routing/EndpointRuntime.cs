using System.Collections.Concurrent;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Logging;
using Cairn.Serving.Metrics;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Routing;

/// <summary>What an endpoint keeps from snapshot to snapshot: counts, log, claimed ids, watches.</summary>
internal sealed class EndpointRuntime
{
    private readonly ConcurrentDictionary<(string Version, string Release), CanaryWatch> _watches = new();

    public EndpointRuntime(string name, SegmentLog log, int rememberedRequests, TimeProvider real, ILogger logger)
    {
        (Name, Meter) = (name, new EndpointMeter(real));
        Predictions = log.Stream(name, SegmentKind.Predictions);
        Outcomes = log.Stream(name, SegmentKind.Outcomes);
        Shadows = log.Stream(name, SegmentKind.Shadows);
        Claims = new ClaimTable(Predictions, rememberedRequests, logger);
    }

    public string Name { get; }

    public SegmentStream Predictions { get; }

    public SegmentStream Outcomes { get; }

    /// <summary>What the shadow said.</summary>
    public SegmentStream Shadows { get; }

    public ClaimTable Claims { get; }

    public EndpointMeter Meter { get; }

    /// <summary>The watch over a canary; the same one for as long as its limits are the same, so that what tripped stays tripped.</summary>
    public CanaryWatch Watch(string version, CanaryLimits limits)
    {
        CanaryWatch watch = _watches.GetOrAdd((version, limits.Release), _ => new CanaryWatch(limits));
        if (watch.Limits == limits) return watch;
        if (watch.Tripped || watch.Limits with { Until = limits.Until } == limits) watch = watch.Renew(limits);
        else watch = new CanaryWatch(limits);
        return _watches[(version, limits.Release)] = watch;
    }
}
