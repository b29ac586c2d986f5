using System.Globalization;
using Cairn.Compute;
using Cairn.Statistics;

namespace Cairn.Registry.Evaluations;

/// <summary>Probabilities of a yes: AUC, log-loss, Brier score, expected calibration error over bins of equal rows, accuracy at a threshold.</summary>
internal sealed class BinaryMeasure : TaskMeasure
{
    private readonly bool[] _labels;
    private readonly EvaluateParameters _with;

    public BinaryMeasure(ScoredTable table, EvaluateParameters with)
    {
        if (table.Width > 2) throw new StepException($"The model answers {table.Width} scores a row; a binary task has one, or two.");
        _with = with;
        Scores = table.Width == 1 ? table.Scores : [.. Enumerable.Range(0, table.Rows).Select(r => table.Scores[r * 2 + 1])];
        _labels = [.. table.Labels.Select(l => Truth(l) ?? throw new StepException($"The label '{with.Label}' has values besides 0 and 1 or true and false."))];
        if (Scores.Any(s => !(s is >= 0 and <= 1))) throw new StepException("The model's scores are not all within 0 and 1; a binary task needs probabilities.");
    }

    public override string Task => "binary";

    public override string Primary => "auc";

    public override double[] Scores { get; }

    public static bool? Truth(string label) => label switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number switch { 1 => true, 0 => false, _ => null } : null,
    };

    public override IReadOnlyDictionary<string, double> Measure(IReadOnlyList<int> rows)
    {
        (double[] scores, bool[] labels) = ([.. rows.Select(r => Scores[r])], [.. rows.Select(r => _labels[r])]);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        Add(metrics, "auc", RocAuc.Of(scores, labels));
        Add(metrics, "log_loss", BinaryQuality.LogLoss(scores, labels));
        Add(metrics, "brier", BinaryQuality.Brier(scores, labels));
        Add(metrics, "ece", Cairn.Statistics.Calibration.Ece(Cairn.Statistics.Calibration.EqualMass(scores, labels, _with.Bins)));
        Add(metrics, "accuracy", BinaryQuality.At(scores, labels, _with.Threshold).Accuracy);
        (metrics["n"], metrics["positives"]) = (rows.Count, labels.Count(l => l));
        return metrics;
    }

    public override IReadOnlyList<CalibrationPoint> Calibration(int bins)
        => [.. Cairn.Statistics.Calibration.EqualMass(Scores, _labels, bins).Select(b => new CalibrationPoint(b.MeanProbability, b.Rate, b.Count))];
}
