using Cairn.Contracts.Projects;

namespace Cairn.Delivery;

/// <summary>The conditions of the project file. Without a champion those about one are passed over: the first version has nobody to beat.</summary>
internal sealed class ConditionsCheck : IGateCheck
{
    public string Name => "conditions";

    public IEnumerable<CheckResult> Run(GateContext context)
    {
        foreach (Condition need in context.Gate.Need)
        {
            if (context.Champion is null && need.Metrics.Any(m => m.StartsWith("champion.", StringComparison.Ordinal))) continue;
            ConditionResult result = need.Evaluate(name => GateMetrics.Find(context, name));
            string? reason = result.Missing.Count > 0 ? $"nothing is known of {string.Join(", ", result.Missing)}" : null;
            yield return new CheckResult(Name, need.Text, result.Verdict, result.Left?.ToString(), result.Right?.ToString(), reason);
        }
    }
}
