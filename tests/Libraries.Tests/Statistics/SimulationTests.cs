using Cairn.Statistics;

namespace Cairn.Libraries.Tests.Statistics;

/// <summary>What the methods promise, held against seeded simulations; each bound is the promise plus three standard errors.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(5000, 200)]
    [InlineData(5000, 1000)]
    [InlineData(2000, 2000)]
    public void Psi_alarms_without_drift_as_rarely_as_stated(int n, int m)
    {
        const int repetitions = 2000;
        var random = new Random(11);
        QuantileBins bins = QuantileBins.Learn(Draw(random, n));
        int alarms = 0;
        double sum = 0, expected = 0;
        for (int i = 0; i < repetitions; i++)
        {
            PsiResult psi = Psi.OfCounts(bins.Count(Draw(random, n)), bins.Count(Draw(random, m)), falseAlarm: 0.05);
            alarms += psi.Drifted ? 1 : 0;
            sum += psi.Value;
            expected = psi.Expected;
        }

        (alarms / (double)repetitions).ShouldBeLessThan(0.05 + 3 * Math.Sqrt(0.05 * 0.95 / repetitions));
        (sum / repetitions).ShouldBe(expected, expected * 0.1);
    }

    [Fact]
    public void Psi_finds_a_shift()
    {
        var random = new Random(12);
        double[] reference = Draw(random, 5000), shifted = [.. Draw(random, 1000).Select(x => x + 0.3)];
        Psi.OfNumbers(reference, shifted).Drifted.ShouldBeTrue();
        Psi.OfNumbers(reference, [.. reference.Take(1000).Select((x, i) => i % 20 == 0 ? double.NaN : x)]).Drifted.ShouldBeTrue();
    }

    [Fact]
    public void Looking_after_every_pair_keeps_the_false_alarms_of_the_paired_test()
    {
        const int repetitions = 1000;
        var random = new Random(13);
        int alarms = 0, found = 0;
        for (int i = 0; i < repetitions; i++)
        {
            alarms += Rejects(random, 0.1, 0.1, 3000) ? 1 : 0;
            found += i < 100 && Rejects(random, 0.1, 0.16, 3000) ? 1 : 0;
        }

        (alarms / (double)repetitions).ShouldBeLessThan(0.05);
        found.ShouldBeGreaterThan(90);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void Looking_after_every_unit_keeps_the_false_alarms_at_any_split(double share)
    {
        const int repetitions = 1000;
        var random = new Random(14);
        int alarms = 0, found = 0;
        for (int i = 0; i < repetitions; i++)
        {
            alarms += DesignRejects(random, share, 0.1, 0.1) ? 1 : 0;
            found += i < 50 && DesignRejects(random, share, 0.1, 0.4) ? 1 : 0;
        }

        (alarms / (double)repetitions).ShouldBeLessThan(0.05 + 3 * Math.Sqrt(0.05 * 0.95 / repetitions));
        found.ShouldBeGreaterThan(45);
    }

    [Fact]
    public void The_confidence_sequence_covers_at_all_times_together()
    {
        const int repetitions = 500;
        var random = new Random(15);
        int missed = 0;
        for (int i = 0; i < repetitions; i++)
        {
            var sequence = new BoundedMeanSequence();
            bool outside = false;
            for (int t = 0; t < 1000; t++)
            {
                sequence.Record(random.NextDouble() < 0.3 ? 1 : 0);
                outside |= !sequence.Interval.Contains(0.3);
            }

            missed += outside ? 1 : 0;
        }

        (missed / (double)repetitions).ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Delong_intervals_cover()
    {
        const int repetitions = 500;
        var random = new Random(16);
        double truth = Normal.Cdf(1 / Math.Sqrt(2));
        int covered = 0, differs = 0;
        for (int i = 0; i < repetitions; i++)
        {
            bool[] labels = [.. Enumerable.Range(0, 200).Select(r => r % 2 == 0)];
            double[] scores = [.. Draw(random, 200).Select((z, r) => z + (labels[r] ? 1 : 0))];
            double[] other = [.. Draw(random, 200).Select((z, r) => z + (labels[r] ? 1 : 0))];
            covered += DeLong.Of(scores, labels).Interval.Contains(truth) ? 1 : 0;
            differs += DeLong.Compare(scores, other, labels).PValue < 0.05 ? 1 : 0;
        }

        (covered / (double)repetitions).ShouldBeInRange(0.92, 0.98);
        (differs / (double)repetitions).ShouldBeLessThan(0.05 + 3 * Math.Sqrt(0.05 * 0.95 / repetitions));
    }

    [Fact]
    public void Wilson_covers_and_a_bootstrap_agrees_with_delong()
    {
        var random = new Random(17);
        int covered = Enumerable.Range(0, 4000).Count(_ => Proportions.Wilson(Enumerable.Range(0, 50).Count(_ => random.NextDouble() < 0.2), 50).Contains(0.2));
        (covered / 4000.0).ShouldBeInRange(0.93, 0.97);
        bool[] labels = [.. Enumerable.Range(0, 300).Select(r => r % 3 == 0)];
        double[] scores = [.. Draw(random, 300).Select((z, r) => z + (labels[r] ? 1 : 0))];
        Interval exact = DeLong.Of(scores, labels).Interval;
        Interval drawn = Bootstrap.Of(300, rows => RocAuc.Of([.. rows.Select(r => scores[r])], [.. rows.Select(r => labels[r])]), seed: 1);
        drawn.Low.ShouldBe(exact.Low, 0.02);
        drawn.High.ShouldBe(exact.High, 0.02);
        Bootstrap.Of(10, rows => rows.Sum(), seed: 2).ShouldBe(Bootstrap.Of(10, rows => rows.Sum(), seed: 2));
    }

    [Fact]
    public void The_error_rate_detector_is_quiet_in_health_and_quick_after()
    {
        var random = new Random(18);
        var quiet = new ErrorRateDetector(0.2, runLength: 100_000);
        Enumerable.Range(0, 100_000).Count(_ => quiet.Record(random.NextDouble() < 0.2)).ShouldBeLessThan(4);
        double[] delays = [.. Enumerable.Range(0, 50).Select(_ => (double)Delay(random))];
        delays.Order().ElementAt(25).ShouldBeLessThan(300);
    }

    [Fact]
    public void Calibration_line_and_brier_parts_tell_what_was_done()
    {
        var random = new Random(19);
        double[] p = [.. Enumerable.Range(0, 20_000).Select(_ => 0.05 + 0.9 * random.NextDouble())];
        bool[] y = [.. p.Select(q => random.NextDouble() < q)];
        CalibrationLine good = Calibration.Line(p, y);
        good.Slope.ShouldBe(1, 0.05);
        good.Intercept.ShouldBe(0, 0.05);
        double[] sure = [.. p.Select(q => 1 / (1 + Math.Exp(-2 * Math.Log(q / (1 - q)) - 1)))];
        CalibrationLine bad = Calibration.Line(sure, y);
        bad.Slope.ShouldBe(0.5, 0.03);
        bad.Intercept.ShouldBe(-0.5, 0.05);
        BrierParts parts = BinaryQuality.Decompose(Calibration.EqualMass(p, y, 100));
        (parts.Reliability - parts.Resolution + parts.Uncertainty).ShouldBe(BinaryQuality.Brier(p, y), 1e-3);
        double.IsNaN(Calibration.Line([0.5, 0.5], [true, false]).Slope).ShouldBeTrue();
    }

    private static int Delay(Random random)
    {
        var detector = new ErrorRateDetector(0.2);
        for (int i = 0; ; i++)
        {
            if (detector.Record(random.NextDouble() < 0.3))
                return i;
        }
    }

    private static bool Rejects(Random random, double champion, double challenger, int pairs)
    {
        var test = new PairedBinaryTest();
        double limit = Math.Log(20);
        for (int i = 0; i < pairs; i++)
        {
            test.Record(random.NextDouble() < champion, random.NextDouble() < challenger);
            if (i % 20 == 0 && test.LogEvidence >= limit)
                return true;
        }

        return false;
    }

    private static bool DesignRejects(Random random, double share, double champion, double challenger)
    {
        var test = new DesignBasedTest();
        double limit = Math.Log(20);
        for (int i = 0; i < 4000; i++)
        {
            bool chosen = random.NextDouble() < share;
            test.Record(chosen, share, random.NextDouble() < (chosen ? challenger : champion) ? 1 : 0);
            if (test.LogEvidence >= limit)
                return true;
        }

        return false;
    }

    private static double[] Draw(Random random, int n)
    {
        double[] values = new double[n];
        for (int i = 0; i < n; i++)
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return values;
    }
}
