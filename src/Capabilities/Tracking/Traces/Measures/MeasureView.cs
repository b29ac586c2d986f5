namespace Cairn.Tracking.Traces.Measures;

/// <summary>Of what measures are taken: of traces, of their spans, of what is thought of them.</summary>
/// <param name="Part">How filters name it.</param>
/// <param name="Fields">What filters may ask of a part.</param>
internal sealed record MeasureView(string Name, string Part, IReadOnlyList<string> Fields, IReadOnlyList<Measure> Measures)
{
    private static readonly string[] OfTrace = ["trace_name", "trace_status"], OfSpan = ["span_name", "span_type", "span_status", "span_model_name", "span_model_provider"];

    public static readonly MeasureView Traces = new("TRACES", "trace", ["status", "name"],
        [new("trace_count", true, OfTrace), .. Numbers(OfTrace, "latency", "input_tokens", "output_tokens", "total_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")]);

    public static readonly MeasureView Spans = new("SPANS", "span", ["name", "type", "status"],
        [new("span_count", true, OfSpan), .. Numbers(OfSpan, "latency", "input_cost", "output_cost", "total_cost")]);

    public static readonly MeasureView Assessments = new("ASSESSMENTS", "assessment", ["name", "type"],
        [new("assessment_count", true, ["assessment_name", "assessment_value"]), .. Numbers(["assessment_name"], "assessment_value")]);

    private static readonly MeasureView[] All = [Traces, Spans, Assessments];

    /// <param name="said">Its name, or its number in MLflow's messages.</param>
    /// <exception cref="MlflowException">It is none of them.</exception>
    public static MeasureView Of(string said)
        => All.FirstOrDefault(v => v.Name == said) ?? (int.TryParse(said, out int number) && number is > 0 and <= 3 ? All[number - 1] : throw OneOf("view_type", said, All.Select(v => v.Name)));

    /// <exception cref="MlflowException">There is none of this name.</exception>
    public Measure Measure(string name) => Measures.FirstOrDefault(m => m.Name == name) ?? throw OneOf("metric_name", name, Measures.Select(m => m.Name));

    public static MlflowException OneOf(string field, string said, IEnumerable<string> known)
        => MlflowException.Invalid($"Invalid value '{KeyRules.Cut(said, 100)}' for parameter '{field}' supplied: it must be one of {string.Join(", ", known)}.");

    private static IEnumerable<Measure> Numbers(string[] dimensions, params string[] names) => names.Select(n => new Measure(n, false, dimensions));
}
