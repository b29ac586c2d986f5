using Cairn.Endpoints;
using Cairn.Serving;

namespace Cairn.Server;

internal sealed class ServingReadings(IServingMetrics metrics) : IServingReadings
{
    private const double NanosecondsPerMillisecond = 1e6;
    private readonly string _instance = Guid.NewGuid().ToString("N");

    public EndpointLive? Read(string route)
    {
        ServingReading reading = metrics.Read();
        return reading.Endpoint(route) is not { } e ? null : new EndpointLive(
            route, _instance, reading.Epoch, [.. e.Variants.Select(Of)], e.Errors.Values.Sum(), e.Replayed, e.Fallbacks, e.TrippedVersion)
        {
            Answered = [.. e.Days.Select(d => new AnsweredLive(d.Day, d.Requests, d.Rows))],
            DownMs = (long)Math.Ceiling(e.Outage.TotalMilliseconds),
        };
    }

    private static VariantLive Of(VariantReading v) => new(
        v.Version, v.Variant, v.WeightPermille, v.Requests, v.Rows, v.ErrorCount, Quantile(v, 0.5), Quantile(v, 0.95), Quantile(v, 0.99),
        v.Scores is { Count: > 0 } scores ? scores.Mean : null, v.Scores?.Bins ?? []);

    private static double Quantile(VariantReading v, double q) => v.Latency.Count == 0 ? 0 : v.Latency.Quantile(q) / NanosecondsPerMillisecond;
}
