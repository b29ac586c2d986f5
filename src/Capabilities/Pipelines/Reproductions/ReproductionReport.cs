namespace Cairn.Pipelines.Reproductions;

/// <summary>What a reproduction came to.</summary>
/// <param name="Verdict"><c>running</c>, <c>same</c>, <c>within</c>, <c>diverged</c> or <c>failed</c>.</param>
/// <param name="Diverged">The first step, in the order of the pipeline, whose outputs are not the same bytes.</param>
internal sealed record ReproductionReport(long Run, long Of, string Verdict, string? Diverged, string? Why, double Tolerance, IReadOnlyList<StepComparison> Steps);
