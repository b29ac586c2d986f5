namespace Cairn.Pipelines.Runs;

/// <summary>What would become of a step.</summary>
/// <param name="Will"><c>run</c>, <c>cached</c>, <c>skip</c>, or <c>unknown</c> until a step before it has run.</param>
/// <param name="Seconds">What its last execution took; null when it never ran.</param>
internal sealed record PlannedStep(string Step, string Will, string Why, double? Seconds);
