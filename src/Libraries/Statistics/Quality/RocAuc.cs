namespace Cairn.Statistics;

/// <summary>The area under the ROC curve: the share of (positive, negative) pairs scored in the right order, ties counting half.</summary>
public static class RocAuc
{
    /// <summary>By rank sum with mid-ranks (Mann &amp; Whitney 1947); NaN when a class is missing.</summary>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        double[] ranks = MidRanks.Of(scores);
        double rankSum = 0;
        long positives = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (!labels[i])
                continue;
            rankSum += ranks[i];
            positives++;
        }

        long negatives = labels.Length - positives;
        return positives == 0 || negatives == 0
            ? double.NaN
            : (rankSum - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }

    /// <summary>From counts per score bucket in ascending order of score; pairs within one bucket count half.</summary>
    public static double OfBuckets(ReadOnlySpan<long> positives, ReadOnlySpan<long> negatives)
    {
        if (positives.Length != negatives.Length)
            throw new ArgumentException("Both classes need the same buckets.", nameof(negatives));
        double right = 0, allPositives = 0, negativesBelow = 0;
        for (int i = 0; i < positives.Length; i++)
        {
            right += positives[i] * (negativesBelow + negatives[i] / 2.0);
            negativesBelow += negatives[i];
            allPositives += positives[i];
        }

        return allPositives == 0 || negativesBelow == 0 ? double.NaN : right / (allPositives * negativesBelow);
    }
}
