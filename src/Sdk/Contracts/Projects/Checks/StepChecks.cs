namespace Cairn.Contracts.Projects.Checks;

internal static class StepChecks
{
    private static readonly string[] Reserved = ["data", "features", "metrics", "champion"];

    public static void Run(ProjectFile file, ReadContext context, Names names)
    {
        foreach (var (name, step) in file.Steps)
        {
            var path = "steps." + name;
            if (Reserved.Contains(name))
            {
                context.FaultAtKey(path, $"a step cannot be called '{name}', since references use the word");
            }

            CheckKind(step, path, context);
            CheckPorts(step, path, context);
            foreach (var (port, reference) in step.In)
            {
                CheckInput(file, step, reference, port, path + ".in." + port, context, names);
            }

            CheckIf(file, step, path + ".if", context, names);
            CheckRest(file, step, path, context, names);
        }

        if (new StepGraph(file.Steps).Cycle() is { } cycle)
        {
            context.FaultAtKey("steps." + cycle[0], "the steps form a cycle: " + string.Join(" -> ", cycle));
        }
    }

    private static void CheckKind(Step step, string path, ReadContext context)
    {
        if (step.Run is null == step.Use is null && !context.IsBroken(path + ".run") && !context.IsBroken(path + ".use"))
        {
            context.FaultAtKey(path, step.Run is null ? "a step needs 'run' (a command) or 'use' (a built-in)" : "a step has 'run' or 'use', not both");
        }

        if (step.Use is null && step.With.Count > 0 && step.Run is not null)
        {
            context.FaultAtKey(path + ".with", "'with' is for built-ins; a command takes 'params'");
        }

        if (step.Run is not null && step.Out.Count == 0 && !context.IsBroken(path + ".out"))
        {
            context.FaultAtKey(path, "a command needs 'out': the ports it writes");
        }
    }

    private static void CheckPorts(Step step, string path, ReadContext context)
    {
        foreach (var (section, ports) in new[] { ("in", step.In.Keys), ("out", step.Out.Keys) })
        {
            var twins = ports.GroupBy(p => p.Replace('-', '_')).Where(g => g.Count() > 1);
            foreach (var twin in twins)
            {
                context.FaultAtKey($"{path}.{section}.{twin.Last()}", $"duplicate port: '{twin.First()}' and '{twin.Last()}' have the same variable CAIRN_{section.ToUpperInvariant()}_{twin.Key.ToUpperInvariant()}");
            }
        }

        if (step.Use is not null && BuiltIns.Find(step.Use) is { } builtIn)
        {
            BuiltInChecks.Run(step, builtIn, path, context);
        }
    }

    private static void CheckInput(ProjectFile file, Step step, PortRef from, string port, string path, ReadContext context, Names names)
    {
        var type = from.IsData
            ? names.Check("data", "source", from.Owner, path, 5) ? PortType.Table : (PortType?)null
            : from.IsFeature ? FeatureChecks.Type(from, path, names) : OutType(file, from, path, context, names);
        var wanted = step.Use is null ? null : BuiltIns.Find(step.Use)?.Input(port);
        if (type is { } has && wanted is { } want && has != want)
        {
            context.FaultAt(path, $"'{from}' is a {Word(has)}, but the port '{port}' of '{step.Use}' takes a {Word(want)}");
        }
    }

    /// <returns>The type of a step's port; null when it is not known, which is reported unless the step itself is faulty.</returns>
    internal static PortType? OutType(ProjectFile file, PortRef from, string path, ReadContext context, Names names)
    {
        if (!names.Check("steps", "step", from.Owner, path))
        {
            return null;
        }

        if (file.Features.ContainsKey(from.Owner) && !file.Steps.ContainsKey(from.Owner))
        {
            context.FaultAt(path, $"'{from.Owner}' is a feature", "features." + from.Owner);
            return null;
        }

        var owner = "steps." + from.Owner;
        if (!file.Steps.TryGetValue(from.Owner, out var step) || context.IsBroken(owner + ".out") || context.IsBroken(owner + ".use"))
        {
            return null;
        }

        if (step.Out.TryGetValue(from.Port!, out var type))
        {
            return type;
        }

        if (step.Out.Count > 0)
        {
            context.FaultAt(path, $"the step '{from.Owner}' has no output '{from.Port}'; it has {string.Join(", ", step.Out.Keys)}", Suggest(from, step), from.Owner.Length + 1);
        }

        return null;
    }

    private static string? Suggest(PortRef from, Step step) => Nearest.To(from.Port!, step.Out.Keys) is { } port ? $"{from.Owner}.{port}" : null;

    private static void CheckIf(ProjectFile file, Step step, string path, ReadContext context, Names names)
    {
        foreach (var reference in step.If?.References() ?? [])
        {
            var parts = reference.Name.Split('.');
            if (parts.Length < 3)
            {
                context.FaultAt(path, "expected <step>.<port>.<metric>, such as evaluate.metrics.auc", offset: reference.Offset);
            }
            else if (OutType(file, new PortRef(parts[0], parts[1], false), path, context, names) is { } type and not PortType.Metrics)
            {
                context.FaultAt(path, $"'{parts[0]}.{parts[1]}' is a {Word(type)}; a condition looks at metrics", offset: reference.Offset);
            }
        }
    }

    private static void CheckRest(ProjectFile file, Step step, string path, ReadContext context, Names names)
    {
        if (step.Compute is { } compute and not "local")
        {
            names.Check("compute", "compute target", compute, path + ".compute");
        }

        if (step.Use == "predict" && (file.Data.ContainsKey(step.DatasetName) || Shapes.NameRule.CheckName(step.DatasetName) is not null))
        {
            var said = step.With.ContainsKey("dataset") ? path + ".with.dataset" : path;
            context.FaultAtKey(said, file.Data.ContainsKey(step.DatasetName) ? $"the dataset it makes cannot be called '{step.DatasetName}': a source is; say another by 'with: {{dataset: …}}'" : "the name of a dataset is written like that of a source");
        }

        MapChecks.Run(file, step, path, context);
        SweepChecks.Run(file, step, path, context);
    }

    internal static string Word(PortType type) => type.ToString().ToLowerInvariant();
}
