using System.Buffers;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Cairn.Serving.Shadows;
using Cairn.Serving.Shipping;

namespace Cairn.Serving.Metrics;

/// <summary>Reads all counters.</summary>
internal sealed class ServingMetrics(RouteTable routes, Admission admission, ServingClocks clocks, ShipMeter shipping) : IServingMetrics
{
    public ServingReading Read()
    {
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            return new(clocks.Real.GetUtcNow(), snapshot?.Epoch ?? 0, admission.InFlight, admission.Rejected,
                [.. routes.Runtimes.Select(r => Read(r, snapshot?.Endpoints.GetValueOrDefault(r.Name)))])
            { BytesInFlight = admission.BytesInFlight, Shipping = shipping.Reading };
        }
        finally { snapshot?.Unpin(); }
    }

    public void WritePrometheus(IBufferWriter<byte> to) => PrometheusText.Write(Read(), to);

    private EndpointReading Read(EndpointRuntime runtime, LiveEndpoint? live)
    {
        LiveVariant? canary = live?.Variants.FirstOrDefault(v => v.Watch is not null);
        return new(
            runtime.Name,
            [.. runtime.Meter.Variants.Select(m => live?.Shadow?.Route is { } shadow && shadow.Version == m.Version ? m.Read(ShadowLane.Variant, shadow.SharePermille) : Read(m, live?.Find(m.Version)))],
            runtime.Meter.Errors, runtime.Meter.Violations, runtime.Meter.Replayed, runtime.Meter.Fallbacks,
            canary?.Watch is { Tripped: true } ? canary.Version : null,
            canary?.Watch?.Expired(clocks.Real) ?? false,
            runtime.Predictions.Counters, runtime.Outcomes.Counters)
        { Gone = runtime.Meter.Gone, Days = runtime.Meter.Days.Days, Probes = runtime.Meter.Probes, OutcomesRefused = runtime.Meter.OutcomesRefused, Outage = runtime.Meter.Outage.Total, ShadowFault = runtime.Meter.ShadowFault, Shadows = runtime.Shadows.Counters };
    }

    private static VariantReading Read(VariantMeter meter, LiveVariant? live) =>
        meter.Read(live?.Name ?? "retired", live?.Route.WeightPermille ?? 0) with
        {
            Waiting = live?.Queue.Waiting ?? 0,
            Ready = live?.Model.IsReady ?? false,
            Restarts = live?.Model.Restarts ?? 0,
        };
}
