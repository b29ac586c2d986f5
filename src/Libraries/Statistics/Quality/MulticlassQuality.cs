namespace Cairn.Statistics;

/// <summary>How good class probabilities are; rows × classes, row-major.</summary>
public static class MulticlassQuality
{
    /// <param name="probabilities">Rows × classes.</param>
    /// <param name="labels">One class number per row, from 0.</param>
    /// <param name="classes">At least 2.</param>
    public static MulticlassScores Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classes)
    {
        if (probabilities.Length != (long)labels.Length * classes)
            throw new ArgumentException($"{probabilities.Length} probabilities do not fit {labels.Length} rows of {classes} classes.", nameof(probabilities));
        long[,] confusion = new long[classes, classes];
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> row = probabilities.Slice(i * classes, classes);
            loss -= Math.Log(Math.Clamp(row[labels[i]], 1e-15, 1 - 1e-15));
            confusion[labels[i], ArgMax(row)]++;
        }

        return new MulticlassScores(Accuracy(confusion, labels.Length), MacroF1(confusion), loss / labels.Length, confusion);
    }

    private static double Accuracy(long[,] confusion, int rows)
    {
        long right = 0;
        for (int c = 0; c < confusion.GetLength(0); c++)
            right += confusion[c, c];
        return (double)right / rows;
    }

    /// <summary>The plain mean of each class's F1; a class neither present nor predicted counts 0.</summary>
    private static double MacroF1(long[,] confusion)
    {
        int classes = confusion.GetLength(0);
        double sum = 0;
        for (int c = 0; c < classes; c++)
        {
            long present = 0, predicted = 0;
            for (int k = 0; k < classes; k++)
            {
                present += confusion[c, k];
                predicted += confusion[k, c];
            }

            sum += present + predicted == 0 ? 0 : 2.0 * confusion[c, c] / (present + predicted);
        }

        return sum / classes;
    }

    private static int ArgMax(ReadOnlySpan<double> row)
    {
        int best = 0;
        for (int c = 1; c < row.Length; c++)
        {
            if (row[c] > row[best])
                best = c;
        }

        return best;
    }
}

/// <param name="Accuracy">Share of rows whose likeliest class is the right one.</param>
/// <param name="MacroF1">Mean F1 over classes.</param>
/// <param name="LogLoss">Mean −ln of the right class's probability.</param>
/// <param name="Confusion">[true class, predicted class] → rows.</param>
public sealed record MulticlassScores(double Accuracy, double MacroF1, double LogLoss, long[,] Confusion);
