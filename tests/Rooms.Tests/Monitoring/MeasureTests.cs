using Cairn.Contracts.DataContracts;
using Cairn.Monitoring;
using Cairn.Registry;
using Cairn.Statistics;

namespace Cairn.Rooms.Tests.Monitoring;

/// <summary>Quality, service and the data itself, on days that are made by hand.</summary>
public sealed class MeasureTests
{
    // Two versions: the first ranks by x, the second against it; of ten rows it answers three.
    private const string Rows = "select i, case when i % 10 < 7 then 'mv-1' else 'mv-2' end as version, ((i * 7) % 1000) / 100.0 as x, 'UA' as carrier, case when i % 10 < 7 then ((i * 7) % 1000) / 1000.0 else 1 - ((i * 7) % 1000) / 1000.0 end as score from range(400) t(i)";
    private const string Truth = "case when x + (hash(prediction_id) % 4) > 6 then 1 else 0 end";

    [Fact]
    public void Quality_is_that_of_the_statistics_in_all_and_for_each_version()
    {
        using var made = new MadeSpan(Rows, Truth);
        MeasuredSpan found = QualityMeasure.Measure(made.Span, [Share("mv-1", 280, ("auc", 0.9)), Share("mv-2", 120, ("auc", 0.8))]);
        found.N.ShouldBe(400);
        foreach (string? version in new[] { null, "mv-1", "mv-2" })
        {
            (double[] scores, double[] truths) = Joined(made, version);
            bool[] late = Array.ConvertAll(truths, t => t > 0);
            Of("auc").ShouldBe(RocAuc.Of(scores, late), 1e-12);
            Of("log_loss").ShouldBe(BinaryQuality.LogLoss(scores, late), 1e-12);
            Of("brier").ShouldBe(BinaryQuality.Brier(scores, late), 1e-12);
            Of("ece").ShouldBe(Calibration.Ece(Calibration.EqualMass(scores, late)), 1e-12);
            Of("base_rate").ShouldBe(late.Count(l => l) / (double)late.Length, 1e-12);
            Of("calibration_gap").ShouldBe(Math.Abs(scores.Average() - truths.Average()), 1e-12);
            double Of(string metric) => found.Values.Single(v => v.Metric == metric && v.Slice == version && v.Version == version).Value;
        }
        Auc(found, "mv-1").ShouldBeGreaterThan(0.8);
        Auc(found, "mv-2").ShouldBeLessThan(0.2);
        found.Values.Where(v => v.Metric == "auc").Select(v => v.Baseline).ShouldBe([0.9, 0.9, 0.8]);
    }

    [Fact]
    public void Of_one_version_nothing_is_told_twice()
    {
        using var made = new MadeSpan(Rows.Replace("'mv-2'", "'mv-1'", StringComparison.Ordinal), Truth);
        MeasuredSpan found = QualityMeasure.Measure(made.Span, [Share("mv-1", 400)]);
        found.Values.ShouldAllBe(v => v.Slice == null && v.Version == null);
        found.Values.Select(v => v.Metric).ShouldBeUnique();
    }

    [Fact]
    public void A_version_with_few_outcomes_is_left_out_and_a_day_with_few_gives_no_values()
    {
        using var made = new MadeSpan(Rows, $"case when version = 'mv-1' or i_of < 90 then {Truth} end".Replace("i_of", "split_part(prediction_id, '.', 1)[2:]::int", StringComparison.Ordinal));
        QualityMeasure.Measure(made.Span, [Share("mv-1", 280), Share("mv-2", 120)]).Values.Select(v => v.Version).Distinct().ShouldBe([null, "mv-1"]);
        QualityMeasure.Measure([0.1, 0.9], [0, 1], VersionShare.NoMetrics).Values.ShouldBeEmpty();
    }

    [Fact]
    public void A_number_that_is_predicted_is_measured_by_its_errors()
    {
        using var made = new MadeSpan(Rows.Replace("1 - ", "", StringComparison.Ordinal), "score * 2 + 1");
        MeasuredSpan found = QualityMeasure.Measure(made.Span, [Share("mv-1", 280)]);
        (double[] scores, double[] truths) = Joined(made, null);
        RegressionScores expected = RegressionQuality.Of(scores, truths);
        found.Values.Select(v => (v.Metric, v.Value)).ShouldBe([("rmse", expected.Rmse), ("mae", expected.Mae), ("r2", expected.R2), ("bias", expected.Bias)]);
    }

    [Theory]
    [InlineData("< 0.60", "auc", 0.55, true)]
    [InlineData("< 0.60", "auc", 0.65, false)]
    [InlineData("> 0.15", "ece", 0.2, true)]
    [InlineData(null, "auc", 0.64, true)]
    [InlineData(null, "auc", 0.66, false)]
    [InlineData(null, "brier", 0.99, false)]
    public void The_whole_is_judged_and_no_version_of_it(string? alert, string metric, double value, bool breached)
    {
        var monitor = new Contracts.Projects.Monitor("q", "delay", TimeSpan.FromDays(1)) { Metric = metric, Alert = alert is null ? null : Contracts.Projects.Condition.ParseAlert(alert, metric).Value };
        MeasuredSpan judged = EndpointDay.Judged(monitor, new MeasuredSpan(100, [new Measure(metric, null, value, null, 0.7), new Measure(metric, "mv-2", 0, null, 0.7, Version: "mv-2")]));
        judged.Values.Select(v => v.Breached).ShouldBe([breached, false]);
    }

    [Fact]
    public void Latency_and_errors_are_told_in_all_and_for_each_version()
    {
        using var made = new MadeSpan(Rows);
        made.Duck.Execute("update predictions set status = 500 where request_id in ('r7', 'r8', 'r9')");
        MeasuredSpan found = ServiceMeasure.Measure(made.Span);
        found.N.ShouldBe(400);
        found.Values.Where(v => v.Metric == "error_rate").Select(v => (v.Slice, Math.Round(v.Value, 6))).ShouldBe([(null, Math.Round(3 / 400.0, 6)), ("mv-1", 0), ("mv-2", 3 / 120.0)]);
        double[] all = Latencies(made, "true"), second = Latencies(made, "version = 'mv-2'");
        found.Values.Single(v => v is { Metric: "p95_ms", Slice: null }).Value.ShouldBe(Quantiles.OfSorted(all, 0.95), 1e-9);
        found.Values.Single(v => v is { Metric: "p50_ms", Slice: "mv-2" }).Value.ShouldBe(Quantiles.OfSorted(second, 0.5), 1e-9);
    }

    [Fact]
    public void A_request_that_failed_before_a_version_was_chosen_is_of_no_version()
    {
        using var made = new MadeSpan(Rows);
        made.Duck.Execute("update predictions set status = 500, version = '' where request_id = 'r7'");
        ServiceMeasure.Measure(made.Span).Values.Where(v => v.Metric == "error_rate").Select(v => v.Slice).ShouldBe([null, "mv-1", "mv-2"]);
    }

    [Fact]
    public void What_is_refused_is_a_share_of_the_requests()
    {
        using var made = new MadeSpan(Rows, refused: 100);
        MeasuredSpan found = ContractMeasure.Measure(made.Span);
        (found.N, found.Values.Single().Value).ShouldBe((500L, 0.2));
    }

    [Fact]
    public void Missing_and_unseen_values_of_what_was_answered_are_told_by_column()
    {
        using var made = new MadeSpan($"select * replace (case when i % 4 = 0 then 'NaN'::double when i % 4 = 1 then 11.0 else x end as x, case when i % 10 = 0 then 'XX' when i % 10 = 1 then '' else 'AA' end as carrier) from ({Rows})");
        MeasuredSpan found = InputMeasure.Measure(made.Duck, ProductionSpan.Answers, ["x", "carrier"], made.Training(), DataContract.Empty);
        found.Values.Select(v => (v.Metric, v.Slice, Math.Round(v.Value, 9), v.Baseline, v.Breached)).ShouldBe(
            [("missing", "x", 0.25, 0.0, false), ("unseen", "x", 0.25, 0.0, false), ("missing", "carrier", 0.1, 0.0, false), ("unseen", "carrier", 0.1, 0.0, false)]);
    }

    [Fact]
    public void What_training_held_is_not_unseen_for_being_rounded()
    {
        using var made = new MadeSpan($"select * replace (9.97::float::double as x, 'DL' as carrier) from ({Rows})");
        made.Duck.Execute("create table near as select 9.97 as x, 'DL' as carrier");
        InputMeasure.Measure(made.Duck, ProductionSpan.Answers, ["x", "carrier"], new Reference("near"), DataContract.Empty).Values.ShouldAllBe(v => v.Value == 0);
    }

    [Theory]
    [InlineData(0.05, 12, false)]
    [InlineData(0.05, 40, true)]
    [InlineData(null, 100, false)]
    public void More_missing_than_the_contract_allows_is_a_breach_when_it_is_no_chance(double? allowed, int missing, bool breached)
    {
        using var made = new MadeSpan($"select * replace (case when i < {missing} then null else x end as x) from ({Rows.Replace("range(400)", "range(200)", StringComparison.Ordinal)})");
        var agreed = new DataContract([new ColumnRules("x") { Missing = allowed }]);
        Measure found = InputMeasure.Measure(made.Duck, ProductionSpan.Answers, ["x"], null, agreed).Values.ShouldHaveSingleItem();
        (found.Value, found.Threshold, found.Breached).ShouldBe((missing / 200.0, allowed, breached));
    }

    [Fact]
    public void A_text_that_is_always_new_is_not_told_as_unseen()
    {
        using var made = new MadeSpan(Rows);
        made.Duck.Execute("create table orders as select 'o' || i as carrier from range(1001) t(i)");
        InputMeasure.Measure(made.Duck, ProductionSpan.Answers, ["carrier"], new Reference("orders"), DataContract.Empty).Values.Select(v => v.Metric).ShouldBe(["missing"]);
    }

    [Fact]
    public void Columns_of_training_that_no_request_can_hold_are_passed_over()
    {
        using var made = new MadeSpan(Rows);
        made.Duck.Execute("create table odd as select 1.0 as x, DATE '2001-01-01' as carrier, [1] as list, 2::decimal(9, 2) as price");
        new Reference("odd").Columns(made.Duck).ShouldBe(["x", "price"], ignoreOrder: true);
    }

    private static double Auc(MeasuredSpan found, string version) => found.Values.Single(v => v.Metric == "auc" && v.Version == version).Value;

    private static VersionShare Share(string id, long rows, params (string Metric, double Value)[] metrics) => new(id, new ModelVersionView
    {
        Id = id,
        Project = "late",
        Model = "delay",
        Number = 1,
        Digest = "sha256:0",
        Size = 1,
        SignatureJson = "{}",
        Origin = "pipeline",
        RegisteredAt = MadeSpan.Day,
        EventId = "e-1",
        Metrics = metrics.ToDictionary(m => m.Metric, m => m.Value, StringComparer.Ordinal),
    }, rows, rows);

    private static (double[] Scores, double[] Truths) Joined(MadeSpan made, string? version)
    {
        object?[][] rows = [.. made.Duck.Query($"select score, truth from joined {(version is null ? "" : $"where version = '{version}'")}").Rows()];
        return ([.. rows.Select(r => (double)r[0]!)], [.. rows.Select(r => (double)r[1]!)]);
    }

    private static double[] Latencies(MadeSpan made, string where) => [.. made.Duck.Query($"select latency_us / 1000.0 from predictions where {where} order by 1").Rows().Select(r => Convert.ToDouble(r[0], null))];
}
