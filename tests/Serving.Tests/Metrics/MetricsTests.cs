using System.Globalization;
using System.Text.RegularExpressions;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Metrics;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Metrics;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Of_versions_that_are_served_no_more_those_that_left_last_keep_their_counts()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute[] versions = [.. Enumerable.Range(1, 12).Select(v => host.Model($"{v:D2}", TestModels.Constant(v)))];
        foreach (VariantRoute version in versions.Append(versions[10]))
        {
            await host.ApplyAsync(ServingHost.Endpoint("m", version));
            ((int)(await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[1,2]}]}""")).Status).ShouldBe(200);
        }

        EndpointReading reading = host.Metrics.Read().Endpoint("m")!;
        (reading.Gone, reading.Variants.Sum(v => v.Requests)).ShouldBe((new GoneReading(3, 6), 10L), "what is counted by none goes to what the endpoint has behind it");
        reading.Variants.Select(v => (v.Version, v.Variant)).ShouldBe(
            [.. new[] { "04", "05", "06", "07", "08", "09", "10" }.Select(v => (v, "retired")), ("11", "stable"), ("12", "retired")]);
    }

    [Fact]
    public void Quantiles_of_latency_are_within_one_per_cent_of_the_exact_ones()
    {
        var random = new Random(5);
        var meter = new VariantMeter("1", score: null, TimeProvider.System);
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
    public void The_quantiles_of_the_text_are_within_one_per_cent_of_those_of_the_last_minutes()
    {
        var random = new Random(6);
        var time = new SteppedTime();
        var meter = new VariantMeter("1", score: null, time);
        void Answer(long nanoseconds) => meter.Answered(1, DateTimeOffset.UnixEpoch, TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick), scores: null, pinned: false);
        for (int i = 0; i < 1000; i++) Answer(20_000_000_000);
        Quantiles(meter).ShouldAllBe(q => Math.Abs(q.Value - 20) < 0.2);
        time.Now += TimeSpan.FromMinutes(5);
        Quantiles(meter).ShouldBeEmpty("nothing was answered lately");

        long[] nanoseconds = [.. Enumerable.Range(0, 5_000).Select(_ => (long)Math.Pow(10, 4 + (random.NextDouble() * 5)) / 100 * 100)];
        foreach (long each in nanoseconds) Answer(each);
        Array.Sort(nanoseconds);
        var read = Quantiles(meter);
        read.Keys.ShouldBe([0.5, 0.9, 0.95, 0.99, 0.999]);
        foreach ((double q, double seconds) in read)
        {
            double exact = nanoseconds[(int)Math.Ceiling(q * nanoseconds.Length) - 1] * 1e-9;
            seconds.ShouldBe(exact, exact * 0.01, $"{q}");
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

    private static SortedDictionary<double, double> Quantiles(VariantMeter meter)
    {
        var none = new LogCounters(0, 0, 0, 0, 0, 0);
        var endpoint = new EndpointReading("m", [meter.Read("stable", 1000)], new Dictionary<ErrorKind, long>(), new Dictionary<string, long>(), 0, 0, null, false, none, none);
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        PrometheusText.Write(new ServingReading(DateTimeOffset.UnixEpoch, 1, 0, 0, [endpoint]), text);
        return new(RecentQuantile().Matches(System.Text.Encoding.UTF8.GetString(text.WrittenSpan)).ToDictionary(m => Number(m.Groups[1]), m => Number(m.Groups[2])));
    }

    private static double Number(Group of) => double.Parse(of.Value, CultureInfo.InvariantCulture);

    /// <summary>A clock whose time stamps move when told.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    [GeneratedRegex("""^cairn_serving_latency_recent_seconds\{endpoint="m",version="1",quantile="([0-9.]+)"\} (.+)$""", RegexOptions.Multiline, 1000)]
    private static partial Regex RecentQuantile();

    [GeneratedRegex(@"^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram|summary))$", RegexOptions.None, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("""^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.E+-]+$""", RegexOptions.None, 1000)]
    private static partial Regex Sample();
}
