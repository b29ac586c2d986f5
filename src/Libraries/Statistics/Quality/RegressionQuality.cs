namespace Cairn.Statistics;

/// <summary>How far predicted numbers lie from the true ones.</summary>
public static class RegressionQuality
{
    public static RegressionScores Of(ReadOnlySpan<double> predictions, ReadOnlySpan<double> truths)
    {
        BinaryQuality.SameLength(predictions.Length, truths.Length);
        double absolute = 0, squared = 0, bias = 0, mean = 0, spread = 0;
        foreach (double truth in truths)
            mean += truth / truths.Length;
        for (int i = 0; i < truths.Length; i++)
        {
            double error = predictions[i] - truths[i];
            absolute += Math.Abs(error);
            squared += error * error;
            bias += error;
            spread += (truths[i] - mean) * (truths[i] - mean);
        }

        int n = truths.Length;
        return new RegressionScores(Math.Sqrt(squared / n), absolute / n, spread > 0 ? 1 - squared / spread : double.NaN, bias / n);
    }
}

/// <param name="Rmse">Root of the mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="R2">1 − squared error / spread of the truth; NaN when the truth is constant.</param>
/// <param name="Bias">Mean of prediction − truth.</param>
public sealed record RegressionScores(double Rmse, double Mae, double R2, double Bias);
