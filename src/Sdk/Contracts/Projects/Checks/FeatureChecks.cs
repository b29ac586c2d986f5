namespace Cairn.Contracts.Projects.Checks;

internal static class FeatureChecks
{
    public static void Run(ProjectFile file, ReadContext context, Names names)
    {
        foreach (var (name, view) in file.Features)
        {
            var path = "features." + name;
            if (context.Declared("steps").Count(s => s == name) > 1 || file.Data.ContainsKey(name))
            {
                context.FaultAtKey(path, $"a {(file.Data.ContainsKey(name) ? "source" : "step")} is called '{name}' too; a feature needs a name of its own");
            }

            CheckMade(view, path, context);
            CheckInputs(view, path, context, names);
            CheckTimes(file, view, path, context);
            CheckColumns(view, path, context);
        }
    }

    /// <summary>The type of a feature as an input; null when there is none of that name, which is reported.</summary>
    internal static PortType? Type(PortRef from, string path, Names names) => names.Check("features", "feature", from.Owner, path, 9) ? PortType.Table : null;

    private static void CheckMade(FeatureView view, string path, ReadContext context)
    {
        if (view.Sql is null == view.File is null && !context.IsBroken(path))
        {
            context.FaultAtKey(path, view.Sql is null ? "a feature needs 'sql', or 'file' with it" : "a feature has 'sql' or 'file', not both");
        }

        if (view.Known is null == view.After is null && !context.IsBroken(path))
        {
            context.FaultAtKey(path, view.Known is null
                ? "a feature needs 'known' (a column) or 'after' (a duration, 0 for at once): from when on a fact was known"
                : "a feature has 'known' or 'after', not both");
        }
    }

    private static void CheckInputs(FeatureView view, string path, ReadContext context, Names names)
    {
        foreach (var (port, from) in view.In)
        {
            if (from.IsData)
            {
                names.Check("data", "source", from.Owner, $"{path}.in.{port}", 5);
            }
            else
            {
                context.FaultAt($"{path}.in.{port}", "a feature is made of sources: data.<source>");
            }
        }
    }

    // Without any, the check for leaks has nothing to go by. What is on record was declared before that was asked for.
    private static void CheckTimes(ProjectFile file, FeatureView view, string path, ReadContext context)
    {
        var sources = view.In.Values.Where(from => from.IsData && file.Data.ContainsKey(from.Owner)).Select(from => from.Owner).ToArray();
        if (!context.IsRecalled && sources.Length > 0 && sources.All(s => file.Data[s].Time is null && !context.IsBroken($"data.{s}.time")))
        {
            context.FaultAtKey(path + ".in", $"no source of it has a 'time', so nobody can tell whether it looks into the future: name the column with the event time at data.{sources[0]}");
        }
    }

    private static void CheckColumns(FeatureView view, string path, ReadContext context)
    {
        foreach (var twice in view.Key.GroupBy(k => k).Where(g => g.Count() > 1))
        {
            context.FaultAt(path + ".key", $"'{twice.Key}' stands twice in the key");
        }

        if (view.Key.Contains(view.Time) || (view.Known is { } known && view.Key.Contains(known)))
        {
            context.FaultAt(path + ".key", "the key does not hold the time of a fact");
        }
    }
}
