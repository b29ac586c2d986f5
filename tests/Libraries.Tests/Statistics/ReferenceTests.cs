using Cairn.Statistics;

namespace Cairn.Libraries.Tests.Statistics;

/// <summary>Values computed once with scipy 1.10, scikit-learn 1.2 and statsmodels 0.13 on the same series.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void The_series_are_those_of_the_reference()
    {
        Series.U(1, 5)[4].ShouldBe(0.795447749253532, 1e-15);
        Near(Series.N12(7, 1000).Average(), 0.03767380035526059);
        Near(Series.Exp(9, 100).Sum(), 99.06287394819977);
    }

    [Fact]
    public void Distributions()
    {
        Near(Normal.Sf(8), 6.22096057427174e-16);
        Near(Normal.Quantile(1e-10), -6.361340902404056);
        Near(Normal.Cdf(-1.96), 0.024997895148220435);
        Near(ChiSquare.Sf(100, 3), 1.5541594313896026e-21);
        Near(ChiSquare.Sf(0.1, 1), 0.7518296340458492);
        Near(StudentT.Sf(5, 2.5), 0.011725594985430922, 1e-9);
        Near(StudentT.Quantile(0.975, 7), 2.3646242515927844);
        Near(SpecialFunctions.LogGamma(1000.5), 5908.674175848678);
        Near(SpecialFunctions.Beta(2, 3, 0.4), 0.5247999999999999);
        Near(Beta.Quantile(0.025, 7, 14), 0.15390920478454118);
    }

    [Theory]
    [InlineData(101, 50, 102, 60, 0.3, 0.21666666666666667, 0.13285114299158043)]
    public void Kolmogorov_smirnov_of_normals(ulong seedA, int n, ulong seedB, int m, double mean, double d, double p)
    {
        TestOutcome result = KolmogorovSmirnov.Test(Series.N12(seedA, n), Series.N12(seedB, m, mean));
        Near(result.Statistic, d);
        Near(result.PValue, p, 1e-7);
    }

    [Fact]
    public void Kolmogorov_smirnov_of_others()
    {
        Near(KolmogorovSmirnov.Test(Series.U(103, 100), Series.U(104, 100)).PValue, 0.9942356257694902, 1e-7);
        TestOutcome ties = KolmogorovSmirnov.Test(Series.Int(107, 200, 10), Series.Int(108, 150, 8));
        Near(ties.Statistic, 0.235);
        Near(ties.PValue, 0.00012656233475229298, 1e-7);
        TestOutcome tiny = KolmogorovSmirnov.Test(Series.U(111, 5), Series.U(112, 7));
        Near(tiny.PValue, 0.06565656565656565, 1e-7);
        TestOutcome large = KolmogorovSmirnov.Test(Series.N12(109, 20000), Series.N12(110, 15000, 0.02));
        Near(large.Statistic, 0.0068166666666666376);
        Near(large.PValue, 0.8206255214748928, 1e-9);
        KolmogorovSmirnov.Test(Series.U(113, 40), Series.U(113, 40)).ShouldBe(new TestOutcome(0, 1));
        Near(KolmogorovSmirnov.Limit(0.21666666666666667, 50, 60), 0.15444455400026894, 1e-9);
    }

    [Fact]
    public void Chi_square()
    {
        TestOutcome two = ChiSquareTest.Homogeneity([12, 5], [9, 24]);
        Near(two.Statistic, 8.641763915597586);
        Near(two.PValue, 0.00328543182759604);
        TestOutcome table = ChiSquareTest.Independence([[30, 20, 10, 0], [25, 30, 5, 4], [10, 15, 20, 6]]);
        Near(table.Statistic, 30.872926093514334);
        Near(table.PValue, 2.6805296281371173e-05);
        table.Degrees.ShouldBe(6);
        Near(ChiSquareTest.Fit([5021, 4979], [0.5, 0.5]).PValue, 0.6744854536964989);
        Near(ChiSquareTest.Fit([33333, 33921, 32746], [1, 1, 1]).PValue, 3.184309490250601e-05);
    }

    [Fact]
    public void Sample_ratio()
    {
        Near(SampleRatio.LogEvidence([5021, 4979], [0.5, 0.5]), -1.1189856063210755, 1e-8);
        Near(SampleRatio.LogEvidence([5300, 4700], [0.5, 0.5]), 15.174075237497163, 1e-8);
        Near(SampleRatio.LogEvidence([90312, 9488], [0.9, 0.1]), 11.254043961773277, 1e-8);
    }

    [Fact]
    public void Distances_of_counts()
    {
        long[] a = [507, 285, 159, 49], b = [178, 135, 54, 33];
        Near(Math.Sqrt(Distances.JensenShannonDivergence(a, b)), 0.06903627421236766, 1e-9);
        Near(Distances.JensenShannon(a, b), 0.08292101597560092, 1e-9);
        Near(Distances.Hellinger(a, b), 0.06913310863437684);
        Near(Distances.TotalVariation(a, b), 0.086);
        Near(Distances.LInfinity(a, b), 0.062);
        Near(Psi.OfCounts(a, b).Value, 0.03851255125846961);
        Near(Psi.OfCounts([1000, 10, 1], [900, 0, 20]).Value, 0.08537187917905174);
    }

    [Fact]
    public void Wasserstein()
    {
        Near(Distances.Wasserstein(Series.N12(311, 500), Series.N12(312, 700, 0.2, 1.3)), 0.2913284408164757);
        Near(Distances.Wasserstein(Series.Int(313, 100, 5), Series.Int(314, 80, 7)), 1.19);
        Near(Distances.Wasserstein(Series.Exp(315, 1000), [.. Series.Exp(316, 1000).Select(x => x * 1.2)]), 0.13785524899063567);
        Near(Distances.Wasserstein([0, 1, 3], [5, 6, 8]), 5);
    }

    [Fact]
    public void Proportions_and_means()
    {
        TestOutcome z = Proportions.TwoSample(120, 1000, 150, 1000);
        Near(z.Statistic, -1.963049807622355);
        Near(z.PValue, 0.04964038686536878);
        Interval wilson = Proportions.Wilson(12, 400), exact = Proportions.ClopperPearson(12, 400), newcombe = Proportions.Difference(12, 400, 25, 380);
        Near(wilson.Low, 0.017243020965143047);
        Near(wilson.High, 0.051698535709095675);
        Near(exact.Low, 0.015595552999894341);
        Near(exact.High, 0.05181721543058359);
        Near(newcombe.Low, -0.06795220266969224);
        Near(newcombe.High, -0.00570857802407922);
        TestOutcome welch = WelchTest.Test(Series.N12(411, 40), Series.N12(412, 55, 0.4, 1.5));
        Near(welch.Statistic, -2.405348395705058);
        Near(welch.PValue, 0.018153044656306714);
        Near(welch.Degrees, 92.24172892023887);
    }

    [Fact]
    public void Binary_quality()
    {
        double[] p = Series.U(501, 1000);
        bool[] y = [.. Series.U(502, 1000).Zip(p, (u, q) => u < q)];
        Near(RocAuc.Of(p, y), 0.8416531980605209);
        Near(DeLong.Of(p, y).Auc, 0.8416531980605209);
        Near(BinaryQuality.LogLoss(p, y), 0.49151980104966747);
        Near(BinaryQuality.Brier(p, y), 0.16224440796316691);
        Near(Calibration.Ece(Calibration.EqualWidth(p, y)), 0.023789272687266917);
        Near(Calibration.Mce(Calibration.EqualWidth(p, y)), 0.08523472099158558);
        Near(Calibration.Ece(Calibration.EqualMass(p, y)), 0.023406527862358664);
        Confusion at = BinaryQuality.At(p, y);
        at.ShouldBe(new Confusion(380, 114, 119, 387));
        Near(at.F1, 0.7686196623634558);
        Near(at.Specificity, 0.7692307692307693);
    }

    [Fact]
    public void Binary_quality_with_ties()
    {
        double[] q = [.. Series.U(503, 500).Select(u => Math.Round(10 * u) / 10)];
        bool[] y = [.. Series.U(504, 500).Zip(q, (u, x) => u < 0.3 + 0.4 * x)];
        double[] p = [.. q.Select(x => Math.Clamp(x, 0.01, 0.99))];
        Near(RocAuc.Of(p, y), 0.594054175204918);
        Near(BinaryQuality.LogLoss(p, y), 0.8535773367676204);
        Near(BinaryQuality.Brier(p, y), 0.28529060000000006);
        Near(Calibration.Ece(Calibration.EqualWidth(p, y)), 0.18934);
        BinaryQuality.At(p, y).ShouldBe(new Confusion(127, 117, 96, 160));
    }

    [Fact]
    public void Multiclass_quality()
    {
        double[][] s = [Series.Exp(510, 600), Series.Exp(511, 600), Series.Exp(512, 600)];
        double[] u = Series.U(515, 600), p = new double[1800];
        int[] y = new int[600];
        for (int i = 0; i < 600; i++)
        {
            double sum = s[0][i] + s[1][i] + s[2][i];
            for (int c = 0; c < 3; c++)
                p[i * 3 + c] = s[c][i] / sum;
            y[i] = p[i * 3] > u[i] ? 0 : p[i * 3] + p[i * 3 + 1] > u[i] ? 1 : 2;
        }

        MulticlassScores scores = MulticlassQuality.Of(p, y, 3);
        Near(scores.LogLoss, 0.8497832462517344);
        Near(scores.Accuracy, 0.6);
        Near(scores.MacroF1, 0.5970401611674515);
    }

    [Fact]
    public void Regression_quality()
    {
        double[] y = [.. Series.N12(601, 800).Select(x => 10 + 3 * x)];
        double[] predicted = [.. y.Zip(Series.N12(602, 800, 0.2, 0.9), (a, b) => a + b)];
        RegressionScores scores = RegressionQuality.Of(predicted, y);
        Near(scores.Rmse, 0.8628269218962592);
        Near(scores.Mae, 0.6956672391743887);
        Near(scores.R2, 0.9141586706399452);
        Near(scores.Bias, 0.16828050213034473);
    }

    [Fact]
    public void Sample_quantiles()
    {
        double[] sorted = Quantiles.SortedFinite(Series.Exp(611, 101));
        Near(Quantiles.OfSorted(sorted, 0.05), 0.052497306886894364);
        Near(Quantiles.OfSorted(sorted, 0.95), 2.5827643241600446);
        Near(Quantiles.OfSorted(sorted, 1), 4.748597928764277);
    }

    [Fact]
    public void Sequential()
    {
        Near(PairedBinaryTest.LogEvidenceOf(204, 206), -0.8127007542989872, 1e-9);
        Near(MeanDifferenceSequence.LogMsprt(-0.001, 2000, 0.205855, 1e-4), -0.33701810366554447, 1e-9);
        var sequence = new BoundedMeanSequence();
        var seen = new List<Interval>();
        foreach (double u in Series.U(903, 500))
        {
            sequence.Record(u * u);
            if (sequence.Count is 10 or 50 or 100 or 500)
                seen.Add(sequence.Interval);
        }

        double[] low = [-0.39837651854296785, 0.17030286645006945, 0.23438145501817248, 0.2748699645436089];
        double[] high = [1.1723936121060228, 0.5406256406772489, 0.4554105068385939, 0.36798875092673733];
        for (int i = 0; i < 4; i++)
        {
            Near(seen[i].Low, low[i], 1e-9);
            Near(seen[i].High, high[i], 1e-9);
        }
    }

    [Fact]
    public void Page_hinkley()
    {
        Alarms(Series.Bernoulli(801, 5000, 0.2).Concat(Series.Bernoulli(802, 5000, 0.35)).Select(b => b ? 1.0 : 0)).ShouldBe([5137]);
        Alarms(Series.Bernoulli(803, 10_000, 0.2).Select(b => b ? 1.0 : 0)).ShouldBeEmpty();
        Alarms(Series.N12(804, 3000).Concat(Series.N12(805, 3000, 0.5))).ShouldBe([1136, 3057, 4086, 5661]);
    }

    private static List<int> Alarms(IEnumerable<double> values)
    {
        var detector = new PageHinkley();
        return [.. values.Select((value, i) => (Alarm: detector.Record(value), i)).Where(x => x.Alarm).Select(x => x.i)];
    }

    private static void Near(double got, double wanted, double relative = 1e-10) =>
        Math.Abs(got - wanted).ShouldBeLessThanOrEqualTo(relative * Math.Abs(wanted), $"{got:R} against {wanted:R}");
}
