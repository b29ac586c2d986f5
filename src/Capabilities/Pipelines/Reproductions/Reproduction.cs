using System.Globalization;

namespace Cairn.Pipelines.Reproductions;

/// <summary>What came out when a version was made again from its record: commit, inputs, parameters and seed as they were, nothing taken from the cache.</summary>
/// <param name="SameModel">The model is the same bytes; what is made beside it may differ.</param>
/// <param name="Metric">The metric that stands for the run; null when it has none.</param>
internal sealed record Reproduction(ReproductionReport Report, bool SameModel, string? Metric)
{
    public const string Purpose = "reproduction";

    /// <summary>Purpose of a run that makes what must be refused, or what a sampled reproduction is held against.</summary>
    public const string Probe = "probe";

    /// <summary>The same model, or all that was measured is within the tolerance. Of a run that diverged, a metric that looks the same shows nothing: it may not have been measured again.</summary>
    public bool Ok => Made && (SameModel || Agrees);

    /// <summary>How far the metric is from what it was, 0 for the same bytes; null when that is not known.</summary>
    public double? RelativeDelta => !Made ? null : SameModel || Report.Verdict == ReproductionReport.Same ? 0 : Metric is null ? null : Values is { } pair ? Delta(pair[0], pair[1]) : Agrees ? 0 : null;

    public string Words => Report.Verdict switch
    {
        _ when !Made => Report.Why ?? "it could not be made again",
        "same" => Report.Sample < 1 ? string.Create(CultureInfo.InvariantCulture, $"the same bytes twice on {Report.Sample:P1} of the data") : "the same bytes again",
        _ when SameModel => $"the same model; '{Report.Diverged}' differs: {Report.Why}",
        _ => $"{(Values is { } pair ? string.Create(CultureInfo.InvariantCulture, $"{Metric} {pair[0]:G6} -> {pair[1]:G6}; ") : "")}'{Report.Diverged}' differs first: {Report.Why}",
    };

    private bool Made => Report.Verdict is not (ReproductionReport.Failed or ReproductionReport.Running);

    private bool Agrees => Report.Verdict is ReproductionReport.Same or ReproductionReport.Within;

    // Only what differs is in the report.
    private double?[]? Values => Metric is null ? null : Report.Steps.Select(s => s.Metrics.GetValueOrDefault(Metric)).LastOrDefault(v => v is not null);

    // Of a metric that was 0, any other value is as far away as can be told.
    private static double? Delta(double? then, double? now)
        => then is not { } a || now is not { } b ? null : a == b ? 0 : a == 0 ? 1 : Math.Abs(b - a) / Math.Abs(a);
}
