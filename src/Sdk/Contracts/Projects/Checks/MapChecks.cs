namespace Cairn.Contracts.Projects.Checks;

/// <summary>Steps that are done once for each item: what they may be mapped over, and who may take the folder that comes of it.</summary>
internal static class MapChecks
{
    public static void Run(ProjectFile file, Step step, string path, ReadContext context)
    {
        foreach (var (port, from) in step.In)
        {
            CheckTaker(file, step, port, from, path, context);
        }

        if (step.Map is not { } map)
        {
            return;
        }

        if (step.Sweep is not null)
        {
            context.FaultAtKey(path + ".map", "a step has 'map' or 'sweep', not both");
        }

        if (map.Items.GroupBy(i => i, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            context.FaultAt(path + ".map", $"'{twice.Key}' stands twice in the list");
        }

        if (map.Unit is not null && !step.In.Values.Any(r => r.IsData || map.Fits(MapOf(file, r))))
        {
            context.FaultAt(path + ".map", $"'map: {map.Unit}' needs an input from data, or from a step that is mapped by {map.Unit}");
        }
    }

    // What a mapped step makes is a folder with a file for each item.
    private static void CheckTaker(ProjectFile file, Step step, string port, PortRef from, string path, ReadContext context)
    {
        if (MapOf(file, from) is not { } map || map.Fits(step.Map) || step.Use is null || BuiltIns.Find(step.Use)?.Input(port) is null or PortType.Table)
        {
            return;
        }

        context.FaultAt($"{path}.in.{port}", $"'{from}' is one {StepChecks.Word(file.Steps[from.Owner].Out[from.Port!])} for each item of '{from.Owner}', but '{step.Use}' takes a single one; map this step in the same way");
    }

    private static StepMap? MapOf(ProjectFile file, PortRef from) =>
        !from.IsData && file.Steps.TryGetValue(from.Owner, out var owner) && owner.Out.ContainsKey(from.Port ?? "") ? owner.Map : null;
}
