namespace Cairn.Pipelines.Reproductions;

/// <summary>What a reproduction came to.</summary>
/// <param name="Of">The run it is held against: the original or, of a sampled one, the first of two on the same share of the data.</param>
/// <param name="Verdict"><c>running</c>, <c>same</c>, <c>within</c>, <c>diverged</c> or <c>failed</c>.</param>
/// <param name="Diverged">The first step, in the order of the pipeline, whose outputs are not the same bytes.</param>
/// <param name="Sample">Share of the data that a sampled one was made on, else 1.</param>
internal sealed record ReproductionReport(long Run, long Of, string Verdict, string? Diverged, string? Why, double Tolerance, double Sample, IReadOnlyList<StepComparison> Steps)
{
    public const string Running = "running", Failed = "failed", Same = "same", Within = "within", Other = "diverged";

    /// <summary>Marked so wherever it is told.</summary>
    public bool Sampled => Sample < 1;
}
