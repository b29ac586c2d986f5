namespace Cairn.Statistics;

/// <summary>Many tests at once.</summary>
public static class MultipleTests
{
    /// <summary>
    /// p-values adjusted so that rejecting those ≤ α keeps the false discovery rate at α (Benjamini &amp; Hochberg 1995), in the order given.
    /// </summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        double[] sorted = pValues.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] adjusted = new double[sorted.Length];
        double smallest = 1;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            smallest = Math.Min(smallest, sorted[i] * sorted.Length / (i + 1));
            adjusted[order[i]] = smallest;
        }

        return adjusted;
    }
}
