using System.Text.Json.Serialization;

namespace Cairn.Pipelines.Runs;

/// <summary>What would become of a step.</summary>
/// <param name="Will"><c>run</c>, <c>cached</c>, <c>skip</c>, or <c>unknown</c> until a step before it has run.</param>
/// <param name="Seconds">What its last execution took; null when it never ran.</param>
/// <param name="Cost">What that would cost at its target now; null when it never ran or nothing is charged there.</param>
internal sealed record PlannedStep(string Step, string Will, string Why, double? Seconds, double? Cost)
{
    [JsonIgnore]
    public bool IsOpen => Will is "run" or "unknown";
}
