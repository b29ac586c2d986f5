using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;

namespace Cairn.Pipelines.Runs;

/// <summary>
/// The way in which a model was made, without its data: what the steps that lead to it were seen to depend on, their locks, and on what class of
/// compute they ran. What a command did not read is no part of it, nor what only measures the model.
/// </summary>
internal static class Recipe
{
    private const string Input = "in.", Parameter = "params.", Item = "item";

    /// <param name="made">Of each step the parts of all its executions: one, or those of its items or trials.</param>
    /// <param name="classOf">What class of compute a step runs on.</param>
    public static string Of(RunPlan plan, PortRef model, IReadOnlyDictionary<string, IReadOnlyList<string>> made, Func<Step, string> classOf)
        => StepIdentity.DigestOf(plan.File.UpTo(model.Owner).Select(name => plan.File.Steps[name]).SelectMany(s => Lines(s, made.GetValueOrDefault(s.Name) ?? [], classOf(s))));

    // Items come with the data and trials with the search: of all of them together counts what is said once or differently.
    private static IEnumerable<(string, string)> Lines(Step step, IReadOnlyList<string> made, string compute)
        => made.SelectMany(parts => JsonSerializer.Deserialize<Dictionary<string, string>>(parts)!).Where(p => IsWay(p.Key, step)).Select(p => (p.Key, p.Value))
            .Distinct().OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal).Append(("compute", compute));

    private static bool IsWay(string part, Step step)
        => part != Item && !part.StartsWith(Input, StringComparison.Ordinal) && !(part.StartsWith(Parameter, StringComparison.Ordinal) && IsSearched(part[Parameter.Length..], step.Sweep));

    private static bool IsSearched(string name, Sweep? sweep) => sweep is not null && (sweep.Space.ContainsKey(name) || sweep.Asha?.By == name);
}
