using Cairn.Statistics;
using FsCheck;
using FsCheck.Fluent;
using Interval = Cairn.Statistics.Interval;

namespace Cairn.Libraries.Tests.Statistics;

/// <summary>What must hold for any data; seeded, so that a failure repeats.</summary>
public sealed class PropertyTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20240601, 7);

    [Fact]
    public void Auc_ignores_rising_transformations_and_turns_with_the_labels() =>
        Check<(int, bool)[]>(rows =>
        {
            double[] scores = [.. rows.Select(r => (double)(r.Item1 % 10))];
            bool[] labels = [.. rows.Select(r => r.Item2)];
            double auc = RocAuc.Of(scores, labels), raised = RocAuc.Of([.. scores.Select(s => Math.Exp(s / 5))], labels);
            double turned = RocAuc.Of(scores, [.. labels.Select(l => !l)]);
            return double.IsNaN(auc) ? double.IsNaN(raised) && double.IsNaN(turned) : Close(auc, raised) && Close(auc + turned, 1);
        });

    [Fact]
    public void Auc_of_buckets_equals_that_of_rows() =>
        Check<(byte, bool)[]>(rows =>
        {
            long[] positives = new long[256], negatives = new long[256];
            foreach ((byte score, bool label) in rows)
                (label ? positives : negatives)[score]++;
            double byRows = RocAuc.Of([.. rows.Select(r => (double)r.Item1)], [.. rows.Select(r => r.Item2)]);
            double byBuckets = RocAuc.OfBuckets(positives, negatives);
            return double.IsNaN(byRows) ? double.IsNaN(byBuckets) : Close(byRows, byBuckets);
        });

    [Fact]
    public void Drift_measures_are_zero_for_the_same_and_never_negative_or_nan() =>
        Check<(byte, byte)[]>(pairs =>
        {
            if (pairs.Length == 0)
                return true;
            long[] a = [.. pairs.Select(p => (long)p.Item1 + 1)], b = [.. pairs.Select(p => (long)p.Item2 + 1)];
            double js = Distances.JensenShannon(a, b), psi = Psi.OfCounts(a, b).Value;
            TestOutcome test = ChiSquareTest.Homogeneity(a, b);
            return js is >= 0 and <= 1 && psi >= 0 && test.PValue is >= 0 and <= 1
                && Psi.OfCounts(a, a).Value == 0 && Distances.JensenShannon(a, a) < 1e-7 && Close(Distances.JensenShannon(b, a), js);
        });

    [Fact]
    public void Any_numbers_even_nan_infinite_constant_or_none_give_a_verdict() =>
        Check<(double, double)[]>(pairs =>
        {
            double[] a = [.. pairs.Select(p => p.Item1)], b = [.. pairs.Select(p => p.Item2)];
            PsiResult psi = Psi.OfNumbers(a, b);
            TestOutcome ks = KolmogorovSmirnov.Test(a, b);
            return !double.IsNaN(psi.Value) && psi.PValue is >= 0 and <= 1 && ks.PValue is >= 0 and <= 1 && ks.Statistic is >= 0 and <= 1;
        });

    [Fact]
    public void Intervals_hold_their_estimate() =>
        Check<(ushort, ushort)>(pair =>
        {
            long n = pair.Item1 + 1L, yes = pair.Item2 % (n + 1);
            Interval wilson = Proportions.Wilson(yes, n), exact = Proportions.ClopperPearson(yes, n);
            double share = (double)yes / n;
            return wilson.Contains(share) && exact.Contains(share) && wilson.Low >= 0 && exact.High <= 1;
        });

    [Fact]
    public void Quantiles_undo_distribution_functions() =>
        Check<ushort>(number =>
        {
            double p = (number + 1) / 65538.0;
            return Close(Normal.Cdf(Normal.Quantile(p)), p) && Close(ChiSquare.Cdf(ChiSquare.Quantile(p, 3.5), 3.5), p)
                && Close(StudentT.Cdf(StudentT.Quantile(p, 4), 4), p) && Close(Beta.Cdf(Beta.Quantile(p, 2, 5), 2, 5), p);
        });

    [Fact]
    public void Adjusted_p_values_are_never_smaller_and_keep_their_order() =>
        Check<ushort[]>(numbers =>
        {
            double[] p = [.. numbers.Select(n => n / 65535.0)], adjusted = MultipleTests.BenjaminiHochberg(p);
            return Enumerable.Range(0, p.Length).All(i => adjusted[i] >= p[i] - 1e-12 && adjusted[i] <= 1
                && Enumerable.Range(0, p.Length).All(j => p[i] >= p[j] || adjusted[i] <= adjusted[j]));
        });

    [Fact]
    public void Benjamini_hochberg_by_hand() =>
        MultipleTests.BenjaminiHochberg([0.01, 0.04, 0.03, 0.005]).ShouldBe([0.02, 0.04, 0.04, 0.02], 1e-12);

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a));

    private static void Check<T>(Func<T, bool> holds) => FsCheck.Fluent.Prop.ForAll(ArbMap.Default.ArbFor<T>(), holds).Check(Seeded);
}
