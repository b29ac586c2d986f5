namespace Cairn.Tracking.Traces.Searching;

/// <summary>Normalised pointwise mutual information of two filters: -1 they never go together, 0 by chance, 1 always.</summary>
internal static class Correlation
{
    /// <summary>NaN where one of them matches nothing.</summary>
    public static double Npmi(double both, double first, double second, double all)
        => all == 0 || first == 0 || second == 0 ? double.NaN : both == 0 ? -1 : both == all ? 1 : Of(both / all, first / all, second / all);

    /// <summary>With half a trace more in each of the four cells, so that few traces say little.</summary>
    public static double Smoothed(double both, double first, double second, double all)
        => all == 0 ? double.NaN : Of((both + 0.5) / (all + 2), (first + 1) / (all + 2), (second + 1) / (all + 2));

    private static double Of(double both, double first, double second) => Math.Clamp(Math.Log(both / (first * second)) / -Math.Log(both), -1, 1);
}
