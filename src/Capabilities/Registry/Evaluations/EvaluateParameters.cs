using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;

namespace Cairn.Registry.Evaluations;

/// <summary>What <c>with:</c> of an <c>evaluate</c> step says.</summary>
/// <param name="Task"><c>binary</c>, <c>multiclass</c>, <c>regression</c>, or null to take it from the model and the data.</param>
/// <param name="MinRows">Slices with fewer rows are left out.</param>
/// <param name="Bins">Calibration bins.</param>
/// <param name="Latency">Measures as well how long the model takes for one row; what is written then differs each time.</param>
internal sealed record EvaluateParameters(string Label, IReadOnlyList<string> Slices, string? Task, double Threshold, int Bins, int MinRows, string? Primary, bool Latency)
{
    private const int UsualRows = 100, UsualBins = 10, MostBins = 100;
    private static readonly string[] Known = ["label", "slices", "task", "threshold", "bins", "min_rows", "time", "key", "primary", "latency", "sample"];

    /// <exception cref="StepException">A value is missing, unknown or out of range.</exception>
    public static EvaluateParameters Read(JsonObject with)
    {
        if (with.Select(p => p.Key).FirstOrDefault(k => !Known.Contains(k)) is { } unknown) throw new StepException($"'{unknown}' is not an option of evaluate; the options are {string.Join(", ", Known)}.");
        string? task = Text(with, "task");
        if (task is not (null or "binary" or "multiclass" or "regression")) throw new StepException("'task' must be binary, multiclass or regression.");
        return new EvaluateParameters(
            Text(with, "label") ?? throw new StepException("'label' must name the column with the truth."), Names(with["slices"]), task,
            Number(with, "threshold", 0, 1) ?? 0.5, (int)(Number(with, "bins", 2, MostBins) ?? UsualBins), (int)(Number(with, "min_rows", 1, 1e9) ?? UsualRows), Text(with, "primary"), Flag(with, "latency"));
    }

    private static string? Text(JsonObject with, string field)
        => with[field] is null ? null : with[field]!.GetValueKind() == JsonValueKind.String ? (string?)with[field] : throw new StepException($"'{field}' must be a text.");

    private static bool Flag(JsonObject with, string field) => with[field]?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new StepException($"'{field}' must be true or false."),
    };

    private static double? Number(JsonObject with, string field, double least, double most)
    {
        if (with[field] is not { } node) return null;
        return node.GetValueKind() == JsonValueKind.Number && node.Deserialize<double>() is var value && value >= least && value <= most ? value
            : throw new StepException($"'{field}' must be a number from {least} to {most}.");
    }

    private static IReadOnlyList<string> Names(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list when list.All(n => n?.GetValueKind() == JsonValueKind.String) => [.. list.Select(n => (string)n!)],
        JsonValue one when one.GetValueKind() == JsonValueKind.String => [(string)one!],
        _ => throw new StepException("'slices' must be a list of columns."),
    };
}
