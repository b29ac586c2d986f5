using Cairn.Endpoints;
using Cairn.Serving;

namespace Cairn.Server;

internal sealed class ServingReadings(IServingMetrics metrics) : IServingReadings
{
    private const double NanosecondsPerMillisecond = 1e6;
    private const string Shadow = "shadow";
    private readonly string _instance = Guid.NewGuid().ToString("N");

    public EndpointLive? Read(string route)
    {
        ServingReading reading = metrics.Read();
        return reading.Endpoint(route) is not { } e ? null : new EndpointLive(
            route, _instance, reading.Epoch, [.. e.Variants.Where(v => v.Variant != Shadow).Select(Of)], e.Errors.Values.Sum(), e.Replayed, e.Fallbacks, e.TrippedVersion)
        {
            Gone = new(e.Gone.Requests, e.Gone.Rows, e.Gone.Errors),
            Answered = [.. e.Days.Select(d => new AnsweredLive(d.Day, d.Requests, d.Rows))],
            Pickups = [.. e.Variants.SelectMany(v => v.Pickups.Select(p => new PickupLive(p.Application, v.Version, p.First, p.Last)))],
            Shadow = ShadowOf(e),
            DownMs = (long)Math.Ceiling(e.Outage.TotalMilliseconds),
        };
    }

    private static VariantLive Of(VariantReading v) => new(
        v.Version, v.Variant, v.WeightPermille, v.Requests, v.Rows, v.ErrorCount, Quantile(v, 0.5), Quantile(v, 0.95), Quantile(v, 0.99),
        v.Scores is { Count: > 0 } scores ? scores.Mean : null, v.Scores?.Bins ?? []);

    private static ShadowLive? ShadowOf(EndpointReading e)
    {
        if (e.ShadowFault is { } fault) return new ShadowLive("", 0, 0, 0, 0, 0, 0, fault);
        return e.Variants.FirstOrDefault(v => v.Variant == Shadow) is { } v
            ? new ShadowLive(v.Version, v.WeightPermille, v.Shadowed, v.Shed, v.ErrorCount, Quantile(v, 0.5), Quantile(v, 0.99), null)
            : null;
    }

    private static double Quantile(VariantReading v, double q) => v.Recent.Count == 0 ? 0 : v.Recent.Quantile(q) / NanosecondsPerMillisecond;
}
