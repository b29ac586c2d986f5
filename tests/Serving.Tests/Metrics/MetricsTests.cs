using System.Globalization;
using System.Text.RegularExpressions;
using Cairn.Serving.Metrics;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Metrics;

public sealed partial class MetricsTests
{
    [Fact]
    public void Quantiles_of_latency_are_within_one_per_cent_of_the_exact_ones()
    {
        var random = new Random(5);
        var meter = new VariantMeter("1", score: null);
        // From a tenth of a microsecond to seconds, evenly over the powers of ten.
        long[] nanoseconds = [.. Enumerable.Range(0, 20_000).Select(_ => (long)Math.Pow(10, 2 + (random.NextDouble() * 7.5)) / 100 * 100)];
        foreach (long each in nanoseconds) meter.Answered(1, DateTimeOffset.UnixEpoch, TimeSpan.FromTicks(each / TimeSpan.NanosecondsPerTick), scores: null, pinned: false);
        Array.Sort(nanoseconds);
        VariantReading reading = meter.Read("stable", 1000);
        foreach (double q in new[] { 0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1 })
        {
            double exact = nanoseconds[(int)Math.Ceiling(q * nanoseconds.Length) - 1];
            reading.Latency.Quantile(q).ShouldBe(exact, exact * 0.01, $"{q}");
        }
    }

    [Fact]
    public async Task The_text_is_prometheus_and_agrees_with_itself()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.InlineMicroseconds = 0);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        for (int i = 0; i < 5; i++) await host.PostAsync("/endpoints/m/invocations", """{"instances":[[1,2,3,4]]}""");
        await host.PostAsync("/endpoints/m/invocations", """{"instances":[[1,2,3]]}""");

        string[] lines = (await host.GetAsync("/metrics")).Body.TrimEnd('\n').Split('\n');
        lines.ShouldAllBe(line => Help().IsMatch(line) || Sample().IsMatch(line));
        string[] families = [.. lines.Where(l => l.StartsWith("# TYPE", StringComparison.Ordinal)).Select(l => l.Split(' ')[2])];
        families.Distinct().Count().ShouldBe(families.Length);
        lines.ShouldContain("cairn_serving_requests_total{endpoint=\"m\",version=\"1\",pinned=\"false\"} 5");
        lines.ShouldContain("cairn_serving_waiting{endpoint=\"m\",version=\"1\"} 0");
        lines.ShouldContain("cairn_serving_runs_total{endpoint=\"m\",version=\"1\"} 5");
        double[] buckets = [.. lines.Where(l => l.StartsWith("cairn_serving_latency_seconds_bucket", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture))];
        buckets.ShouldBeInOrder();
        buckets[^1].ShouldBe(5);
    }

    [GeneratedRegex(@"^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))$", RegexOptions.None, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("""^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.E+-]+$""", RegexOptions.None, 1000)]
    private static partial Regex Sample();
}
