using Cairn.Compute;

namespace Cairn.Registry.Evaluations;

/// <summary>How one kind of task is measured. <see cref="Measure"/> is given the rows to be counted.</summary>
internal abstract class TaskMeasure
{
    public abstract string Task { get; }

    public abstract string Primary { get; }

    /// <summary>Metrics of these rows; what cannot be said (an AUC of one class) is left out.</summary>
    public abstract IReadOnlyDictionary<string, double> Measure(IReadOnlyList<int> rows);

    public virtual IReadOnlyList<CalibrationPoint> Calibration(int bins) => [];

    /// <summary>The scores for the histogram.</summary>
    public abstract double[] Scores { get; }

    /// <summary>Whether more of a metric is better; null when it only counts.</summary>
    public static bool? MoreIsBetter(string metric) => metric switch
    {
        "auc" or "accuracy" or "macro_f1" or "r2" => true,
        "log_loss" or "brier" or "ece" or "rmse" or "mae" => false,
        _ => null,
    };

    /// <param name="declared">By the step's options or the model's metadata; null to be found out.</param>
    public static TaskMeasure Of(ScoredTable table, string? declared, IReadOnlyList<string> classes, EvaluateParameters with)
    {
        string task = declared ?? Guess(table);
        return task switch
        {
            "binary" => new BinaryMeasure(table, with),
            "multiclass" => new MulticlassMeasure(table, classes),
            _ => new RegressionMeasure(table),
        };
    }

    private static string Guess(ScoredTable table)
    {
        if (table.Width > 2) return "multiclass";
        bool yesNo = table.Labels.All(l => BinaryMeasure.Truth(l) is not null) && table.Scores.All(s => s is >= 0 and <= 1);
        return yesNo ? "binary" : table.Width == 1 ? "regression" : throw new StepException("The model answers two scores a row, but the labels are not 0 and 1; say 'task'.");
    }

    protected static void Add(Dictionary<string, double> metrics, string name, double value)
    {
        if (double.IsFinite(value)) metrics[name] = value;
    }
}
