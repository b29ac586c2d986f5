using Cairn.Statistics;

namespace Cairn.Libraries.Tests.Statistics;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Every_quantile_lies_within_one_percent()
    {
        var random = new Random(3);
        long[] values = [.. Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 28))];
        var histogram = new LatencyHistogram();
        foreach (long value in values)
            histogram.Record(value);
        Array.Sort(values);
        LatencySnapshot snapshot = histogram.Snapshot();
        foreach (double q in new[] { 0, 0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            double exact = values[Math.Max(0, (int)Math.Ceiling(q * values.Length) - 1)];
            snapshot.Quantile(q).ShouldBe(exact, exact * 0.01);
        }

        snapshot.Count.ShouldBe(20_000);
        snapshot.Sum.ShouldBe(values.Sum());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1_000_000_007)]
    [InlineData((1L << 42) - 1)]
    [InlineData(1L << 42)]
    public void Edges_of_the_range_are_kept(long value)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(value);
        histogram.Snapshot().Quantile(0.5).ShouldBe(value, value * 0.008 + 1e-9);
    }

    [Fact]
    public void Values_outside_are_held_at_the_ends()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);
        histogram.Snapshot().Quantile(0).ShouldBe(0);
        histogram.Snapshot().Quantile(1).ShouldBe(1L << 42, (1L << 42) * 0.008);
        double.IsNaN(LatencySnapshot.Empty.Quantile(0.5)).ShouldBeTrue();
    }

    [Fact]
    public void Recording_allocates_nothing_and_loses_nothing_under_threads()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            histogram.Record(i * 1000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        LatencySnapshot earlier = histogram.Snapshot();
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 50_000; i++)
                histogram.Record(77);
        });
        LatencySnapshot since = histogram.Snapshot().Since(earlier);
        since.Count.ShouldBe(200_000);
        since.Quantile(0.5).ShouldBe(77);
        since.Mean.ShouldBe(77);
    }

    [Fact]
    public void Snapshots_merge_and_survive_storage()
    {
        var a = new LatencyHistogram();
        var b = new LatencyHistogram();
        for (int i = 1; i <= 100; i++)
            (i % 2 == 0 ? a : b).Record(i);
        LatencySnapshot both = a.Snapshot().Plus(b.Snapshot());
        both.Quantile(0.5).ShouldBe(50);
        both.CountUpTo(90).ShouldBe(90);
        LatencySnapshot stored = LatencySnapshot.FromSparse(both.ToSparse(), both.Sum);
        stored.Quantile(0.99).ShouldBe(99);
        stored.Mean.ShouldBe(50.5);
        Should.Throw<ArgumentException>(() => LatencySnapshot.FromSparse([KeyValuePair.Create(-1, 1L)], 0));
    }
}
