namespace Cairn.Statistics;

/// <summary>Ranks from 1 on, equal values sharing the mean of their ranks.</summary>
public static class MidRanks
{
    public static double[] Of(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = new int[values.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            if (double.IsNaN(sorted[i]))
                throw new ArgumentException($"Value {i} is not a number; it has no rank.", nameof(values));
        }

        Array.Sort(sorted, order);
        double[] ranks = new double[values.Length];
        for (int i = 0, j; i < sorted.Length; i = j)
        {
            for (j = i; j < sorted.Length && sorted[j] == sorted[i]; j++)
            {
            }

            for (int k = i; k < j; k++)
                ranks[order[k]] = (i + 1 + j) / 2.0;
        }

        return ranks;
    }
}
