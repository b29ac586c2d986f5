namespace Cairn.Bench;

/// <summary>Of values in order: the one that this share of them does not exceed; 0 when there is none.</summary>
internal static class Quantile
{
    public static double Of(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
}
