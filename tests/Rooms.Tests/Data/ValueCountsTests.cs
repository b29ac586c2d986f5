using Cairn.Data.Ingest;
using Cairn.DuckDb;

namespace Cairn.Rooms.Tests.Data;

/// <summary>What is told of counted values is what the engine tells of the rows.</summary>
public sealed class ValueCountsTests
{
    private static readonly double[] Shares = [0.01, 0.05, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 0.95, 0.99];

    [Theory]
    [InlineData("floor(random() * 100)", 1000)]
    [InlineData("i % 7 - 3.5", 999)]
    [InlineData("case when i % 10 = 0 then 'infinity'::double when i % 10 = 1 then '-infinity'::double else i / 4 end", 100)]
    [InlineData("42.0", 1)]
    [InlineData("i", 2)]
    public void They_give_the_same_quantiles_moments_and_histogram(string values, int rows)
    {
        using var database = new DuckMemory(1, "256MB");
        using DuckConnection duck = database.Connect();
        duck.Scalar("select setseed(0.5)");
        duck.Execute($"create table t as select ({values})::double as v from range({rows}) r(i)");
        using DuckResult grouped = duck.Query("select v, count(*) from t group by v order by v");
        var counts = new ValueCounts([.. grouped.Rows().Select(r => ((double)r[0]!, (long)r[1]!))]);

        counts.Rows.ShouldBe(rows);
        (counts.Least, counts.Most).ShouldBe((duck.Scalar<double>("select min(v) from t"), duck.Scalar<double>("select max(v) from t")));
        counts.Mean!.Value.ShouldBe(duck.Scalar<double>("select avg(v) from t where isfinite(v)"), 1e-9);
        (counts.Deviation ?? -1).ShouldBe((double?)duck.Scalar("select stddev_samp(v) from t where isfinite(v)") ?? -1, 1e-9);
        foreach (double share in Shares) counts.Quantile(share).ShouldBe(duck.Scalar<double>(FormattableString.Invariant($"select quantile_disc(v, {share}) from t")), $"quantile {share}");
        foreach (double edge in new[] { double.NegativeInfinity, -1, 0, 3, 3.1, 24, 1000, double.PositiveInfinity }) counts.Below(edge).ShouldBe(duck.Scalar<long>($"select count(*) from t where v < {DuckSql.Literal(edge)}"), $"below {edge}");
    }
}
