namespace Cairn.Data;

/// <summary>One expectation of the contract, as found in one gathering. Holds counts and figures, never values of text columns.</summary>
/// <param name="Column">Null when it is about the whole.</param>
/// <param name="Rule"><c>present type range in missing pattern unique rows change fresh readable</c>.</param>
/// <param name="Broken">Rows that break it, where it is about rows.</param>
/// <param name="Detail">What was expected and what was found.</param>
public sealed record RuleResult(string? Column, string Rule, bool Held, long? Broken, string Detail);
