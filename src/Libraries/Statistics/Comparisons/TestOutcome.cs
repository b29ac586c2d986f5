namespace Cairn.Statistics;

/// <param name="Statistic">The test's own number.</param>
/// <param name="PValue">The probability, under the null hypothesis, of a result at least as extreme.</param>
/// <param name="Degrees">Degrees of freedom where the test has them, else NaN.</param>
public sealed record TestOutcome(double Statistic, double PValue, double Degrees = double.NaN);
