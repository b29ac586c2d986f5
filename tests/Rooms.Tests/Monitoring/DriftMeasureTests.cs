using Cairn.DuckDb;
using Cairn.Monitoring;
using Cairn.Registry;
using Cairn.Statistics;

namespace Cairn.Rooms.Tests.Monitoring;

public sealed class DriftMeasureTests
{
    private const double Effect = 0.1, FalseAlarm = 0.01;

    // As training: 0 to 10, and scores of a tenth of that.
    private const string Same = "select i, 'mv-1' as version, ((i * 7) % 1000) / 100.0 as x, ['UA', 'AA', 'DL'][i % 3 + 1] as carrier, ((i * 7) % 1000) / 1000.0 as score from range(1000) t(i)";

    private static readonly ScoreHistogram Evaluated = new(0, 1, [.. Enumerable.Repeat(50L, 20)]);

    [Fact]
    public void What_lies_as_in_training_is_quiet()
    {
        using var made = new MadeSpan(Same);
        MeasuredSpan found = Measure(made, ProductionSpan.Answers);
        found.N.ShouldBe(1000);
        found.Values.Select(v => (v.Metric, v.Slice, v.Breached, v.Baseline)).ShouldBe([("psi", "x", false, 0.0), ("psi", "carrier", false, 0.0), ("psi", "score", false, 0.0)]);
        found.Values.ShouldAllBe(v => v.Value < 0.02 && v.Threshold == Effect);
    }

    [Fact]
    public void Scores_that_shift_while_the_inputs_do_not_are_found_and_only_they()
    {
        using var made = new MadeSpan(Same);
        MeasuredSpan found = Measure(made, "(select * replace (score * 0.3 as score) from answers)");
        found.Values.Where(v => v.Breached).Select(v => v.Slice).ShouldBe(["score"]);
        found.Values[^1].Value.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("x + 3 as x", "x")]
    [InlineData("case when i % 3 = 0 then 'XX' else carrier end as carrier", "carrier")]
    [InlineData("case when i % 3 = 0 then 'NaN'::double else x end as x", "x")]
    [InlineData("case when i % 3 = 0 then null else x end as x", "x")]
    [InlineData("case when i % 3 = 0 then '' else carrier end as carrier", "carrier")]
    [InlineData("2.0 as score", "score")]
    public void A_shift_is_found_in_its_column(string change, string column)
    {
        using var made = new MadeSpan($"select * replace ({change}) from ({Same})");
        Measure(made, ProductionSpan.Answers).Values.Where(v => v.Breached).Select(v => v.Slice).ShouldBe([column]);
    }

    [Fact]
    public void What_is_missing_is_a_bin_of_its_own_however_it_was_kept()
    {
        using var made = new MadeSpan(Same);
        Reference training = made.Training();
        long[][] bins = [.. new[] { "null", "'NaN'::double" }.Select(v => ReferenceBins.Count(made.Duck, $"(select * replace ({v}::double as x) from answers)", [training.Bins(made.Duck, "x")])[0])];
        bins[1].ShouldBe(bins[0]);
        bins[0][0].ShouldBe(1000);
    }

    [Fact]
    public void Counts_of_many_columns_at_once_are_those_of_each()
    {
        using var made = new MadeSpan(Same);
        Reference training = made.Training();
        ReferenceBins[] columns = [training.Bins(made.Duck, "x"), training.Bins(made.Duck, "carrier"), ReferenceBins.OfScores(Evaluated)];
        IReadOnlyList<long[]> together = ReferenceBins.Count(made.Duck, "predictions", columns);
        for (int i = 0; i < columns.Length; i++)
        {
            together[i].ShouldBe(ReferenceBins.Count(made.Duck, "predictions", [columns[i]])[0]);
            together[i].Sum().ShouldBe(1000);
        }
        double[] scores = [.. made.Duck.Query("select score from predictions").Rows().Select(r => (double)r[0]!)];
        // Two twentieths each, below all and above all.
        together[2].ShouldBe([0, 0, .. Enumerable.Range(0, 10).Select(k => scores.LongCount(s => (int)Math.Min(19, s * 20) / 2 == k)), 0]);
    }

    [Fact]
    public void The_index_is_that_of_the_statistics()
    {
        using var made = new MadeSpan($"select * replace (x * 0.8 as x) from ({Same})");
        Reference training = made.Training();
        double[] reference = Numbers(made.Duck, "select x from training"), current = Numbers(made.Duck, "select x from predictions");
        Measure found = Measure(made, ProductionSpan.Answers, training).Values[0];
        // Both cut by deciles; which side an edge belongs to is the only difference.
        found.Value.ShouldBe(Psi.OfNumbers(reference, current, 10, FalseAlarm).Value, 0.01);
        found.Breached.ShouldBeTrue();
    }

    [Fact]
    public void Requests_that_were_refused_are_no_rows_of_it()
    {
        using var made = new MadeSpan(Same, refused: 900);
        MeasuredSpan found = Measure(made, ProductionSpan.Answers);
        found.N.ShouldBe(1000);
        found.Values.ShouldAllBe(v => !v.Breached);
    }

    [Fact]
    public void Too_few_rows_give_no_values()
    {
        using var made = new MadeSpan($"{Same} where i < 199");
        MeasuredSpan found = Measure(made, ProductionSpan.Answers);
        (found.N, found.Values.Count).ShouldBe((199L, 0));
    }

    [Fact]
    public void A_score_that_is_not_watched_is_told_without_a_limit()
    {
        using var made = new MadeSpan($"select * replace (2.0 as score) from ({Same})");
        var reference = new VersionReference(made.Training(), ReferenceBins.OfScores(Evaluated));
        var monitor = new Contracts.Projects.Monitor("d", "delay", TimeSpan.FromDays(1)) { Columns = ["x"] };
        MeasuredSpan found = DriftMeasure.Measure(made.Duck, ProductionSpan.Answers, reference.Watch(made.Span, monitor), Effect, FalseAlarm);
        found.Values.Select(v => (v.Slice, v.Threshold is null, v.Breached)).ShouldBe([("x", false, false), ("score", true, false)]);
        found.Values[1].Value.ShouldBeGreaterThan(1);
        reference.Watch(made.Span, monitor with { Columns = ["score"] }).Select(c => (c.Name, c.Judged)).ShouldBe([("score", true)]);
        reference.Watch(made.Span, monitor with { Columns = [] }).Select(c => c.Name).ShouldBe(["x", "carrier", "score"]);
    }

    [Theory]
    [InlineData(new long[] { 1000 }, 0.0, 1.0)]
    [InlineData(new long[] { 5, 0, 0, 990, 5 }, 0.0, 1.0)]
    [InlineData(new long[] { 0, 0, 0, 0, 1000 }, -2.0, 3.0)]
    [InlineData(new long[] { 7, 0, 0, 0, 0 }, 0.5, 0.5)]
    public void A_histogram_keeps_its_rows_and_has_room_beyond_its_ends(long[] counts, double low, double high)
    {
        using var made = new MadeSpan(Same);
        ReferenceBins bins = ReferenceBins.OfScores(new ScoreHistogram(low, high, counts));
        bins.Counts.Sum().ShouldBe(counts.Sum());
        (bins.Counts[0], bins.Counts[1], bins.Counts[^1]).ShouldBe((0L, 0L, 0L), "missing, below and above");
        long[] Of(double score) => ReferenceBins.Count(made.Duck, $"(select {DuckSql.Literal((object)score)} as score)", [bins])[0];
        Of(low - 0.01)[1].ShouldBe(1);
        Of(high + 0.01)[^1].ShouldBe(1);
        Of(double.NaN)[0].ShouldBe(1);
        Of(low)[2].ShouldBe(1);
        Of(high)[^2].ShouldBe(1);
    }

    private static MeasuredSpan Measure(MadeSpan made, string rows, Reference? training = null)
    {
        training ??= made.Training();
        return DriftMeasure.Measure(made.Duck, rows,
            [new WatchedColumn("x", training.Bins(made.Duck, "x")), new WatchedColumn("carrier", training.Bins(made.Duck, "carrier")), new WatchedColumn("score", ReferenceBins.OfScores(Evaluated))], Effect, FalseAlarm);
    }

    private static double[] Numbers(DuckConnection duck, string sql) => [.. duck.Query(sql).Rows().Select(r => Convert.ToDouble(r[0], null))];
}
