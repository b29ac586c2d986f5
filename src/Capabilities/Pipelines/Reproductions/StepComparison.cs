namespace Cairn.Pipelines.Reproductions;

/// <summary>One step of a reproduction held against the original.</summary>
/// <param name="Verdict"><c>same</c> bytes, <c>within</c> the tolerance, <c>differs</c>, or <c>missing</c> when it was not done again.</param>
/// <param name="Why">What is known of the reason; null when the bytes are the same.</param>
/// <param name="Measured">It writes metrics.</param>
/// <param name="Metrics">Metrics that differ: name -> the value before and now, null when there is none.</param>
internal sealed record StepComparison(string Step, string Verdict, string? Why, IReadOnlyList<string> Outputs, bool Measured, IReadOnlyDictionary<string, double?[]> Metrics)
{
    public const string Same = "same", Within = "within", Differs = "differs", Missing = "missing";

    public bool Agrees => Verdict is Same or Within;
}
