using System.Text.Json;

namespace Cairn.Contracts.Projects.Checks;

/// <summary>Puts the parameters of a group in place of <c>$group</c>.</summary>
internal static class ParamsCheck
{
    public static ProjectFile Resolve(ProjectFile file, ReadContext context)
    {
        var steps = new OrderedDictionary<string, Step>(StringComparer.Ordinal);
        foreach (var (name, step) in file.Steps)
        {
            steps[name] = step.ParamsFrom is { } group ? step with { Params = Group(file, group, $"steps.{name}.params", context) } : step;
        }

        return file with { Steps = new System.Collections.ObjectModel.ReadOnlyDictionary<string, Step>(steps) };
    }

    private static Dictionary<string, JsonElement> Group(ProjectFile file, string group, string path, ReadContext context)
    {
        if (!new Names(context).Check("params", "group of parameters", group, path, 1) || !file.Params.TryGetValue(group, out var values))
        {
            return [];
        }

        if (values.ValueKind == JsonValueKind.Object)
        {
            return values.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        }

        context.FaultAt(path, $"'params.{group}' is a single value; a group is a block of keys", offset: 1);
        return [];
    }
}
