using System.Globalization;
using Cairn.Compute;
using Cairn.Statistics;

namespace Cairn.Registry.Evaluations;

/// <summary>One probability per class: accuracy, macro F1, log-loss. Labels are class numbers, or names that the model's metadata <c>classes</c> lists.</summary>
internal sealed class MulticlassMeasure : TaskMeasure
{
    private readonly ScoredTable _table;
    private readonly int[] _labels;

    public MulticlassMeasure(ScoredTable table, IReadOnlyList<string> classes)
    {
        if (table.Width < 2) throw new StepException("The model answers one score a row; a multiclass task needs one per class.");
        _table = table;
        _labels = [.. table.Labels.Select(l => Class(l, classes))];
        Scores = [.. Enumerable.Range(0, table.Rows).Select(r => table.Scores.AsSpan(r * table.Width, table.Width).ToArray().Max())];
    }

    public override string Task => "multiclass";

    public override string Primary => "accuracy";

    /// <summary>The probability of the likeliest class.</summary>
    public override double[] Scores { get; }

    public override IReadOnlyDictionary<string, double> Measure(IReadOnlyList<int> rows)
    {
        double[] scores = [.. rows.SelectMany(r => _table.Scores.AsSpan(r * _table.Width, _table.Width).ToArray())];
        MulticlassScores result = MulticlassQuality.Of(scores, [.. rows.Select(r => _labels[r])], _table.Width);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        Add(metrics, "accuracy", result.Accuracy);
        Add(metrics, "macro_f1", result.MacroF1);
        Add(metrics, "log_loss", result.LogLoss);
        metrics["n"] = rows.Count;
        return metrics;
    }

    private int Class(string label, IReadOnlyList<string> classes)
    {
        int named = classes.ToList().IndexOf(label);
        if (named >= 0 && named < _table.Width) return named;
        return classes.Count == 0 && double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && number < _table.Width && number == Math.Floor(number) ? (int)number
            : throw new StepException($"The label is not one of the model's {_table.Width} classes; class numbers from 0, or names in the model's metadata 'classes', are expected.");
    }
}
