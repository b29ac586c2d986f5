namespace Cairn.Libraries.Tests.Statistics;

/// <summary>
/// Reproducible inputs of the reference values: s = s·6364136223846793005 + 1442695040888963407 mod 2^64, u = (s >> 11)·2^-53, a fresh
/// generator per series.
/// </summary>
internal static class Series
{
    public static double[] U(ulong seed, int n)
    {
        double[] values = new double[n];
        for (int i = 0; i < n; i++)
        {
            seed = unchecked(seed * 6364136223846793005 + 1442695040888963407);
            values[i] = (seed >> 11) * Math.Pow(2, -53);
        }

        return values;
    }

    /// <summary>Nearly normal: the sum of twelve uniforms, less six.</summary>
    public static double[] N12(ulong seed, int n, double mean = 0, double deviation = 1) =>
        [.. U(seed, n * 12).Chunk(12).Select(u => mean + deviation * (u.Sum() - 6))];

    public static double[] Exp(ulong seed, int n) => [.. U(seed, n).Select(u => -Math.Log(1 - u))];

    public static double[] Int(ulong seed, int n, int k) => [.. U(seed, n).Select(u => Math.Floor(u * k))];

    public static bool[] Bernoulli(ulong seed, int n, double p) => [.. U(seed, n).Select(u => u < p)];
}
