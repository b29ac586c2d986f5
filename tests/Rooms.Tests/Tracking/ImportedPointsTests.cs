using Cairn.Tracking;

namespace Cairn.Rooms.Tests.Tracking;

public sealed class ImportedPointsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 3)]
    [InlineData(10_000, 1)]
    [InlineData(10_001, 1)]
    [InlineData(45_000, 3)]
    [InlineData(25_000, 5000)]
    public void Points_come_back_as_they_went_in_a_block_at_a_time(int count, int keys)
    {
        RunMetric[] all = [.. Enumerable.Range(0, count).Select(i => new RunMetric($"m{i * keys / Math.Max(count, 1)}", i % 7 == 3 ? double.NaN : i * 0.5, 1000 + i, -i))];
        using ImportedPoints points = ImportedPoints.Of(all);
        (points.Count, points.Keys).ShouldBe((count, all.DistinctBy(p => p.Key).Count()));
        for (int time = 0; time < 2; time++)
        {
            IReadOnlyList<IReadOnlyList<RunMetric>> blocks = [.. points.Blocks()];
            blocks.ShouldAllBe(b => b.Count > 0 && b.Count <= 10_000);
            blocks.SelectMany(b => b).ShouldBe(all);
        }
    }

    [Fact]
    public void A_long_history_is_in_blocks_of_one_key()
    {
        using ImportedPoints points = ImportedPoints.Of(Enumerable.Range(0, 30_000).Select(i => new RunMetric(i < 15_000 ? "auc" : "loss", i, i, i)));
        points.Blocks().ShouldAllBe(b => b.Select(p => p.Key).Distinct().Count() == 1);
    }
}
