using System.Globalization;
using Cairn.Compute;
using Cairn.Statistics;

namespace Cairn.Registry.Evaluations;

/// <summary>A number a row: RMSE, MAE, R², bias.</summary>
internal sealed class RegressionMeasure : TaskMeasure
{
    private readonly double[] _truths;

    public RegressionMeasure(ScoredTable table)
    {
        if (table.Width != 1) throw new StepException($"The model answers {table.Width} scores a row; a regression has one.");
        Scores = table.Scores;
        _truths = [.. table.Labels.Select(Number)];
    }

    public override string Task => "regression";

    public override string Primary => "rmse";

    public override double[] Scores { get; }

    public override IReadOnlyDictionary<string, double> Measure(IReadOnlyList<int> rows)
    {
        RegressionScores result = RegressionQuality.Of([.. rows.Select(r => Scores[r])], [.. rows.Select(r => _truths[r])]);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        Add(metrics, "rmse", result.Rmse);
        Add(metrics, "mae", result.Mae);
        Add(metrics, "r2", result.R2);
        Add(metrics, "bias", result.Bias);
        metrics["n"] = rows.Count;
        return metrics;
    }

    private static double Number(string label) => label switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : throw new StepException("The label has values that are not numbers."),
    };
}
