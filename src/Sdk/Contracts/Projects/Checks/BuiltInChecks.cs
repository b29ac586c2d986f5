namespace Cairn.Contracts.Projects.Checks;

internal static class BuiltInChecks
{
    public static void Run(Step step, BuiltIn builtIn, string path, ReadContext context)
    {
        foreach (var port in step.In.Keys.Where(p => builtIn.Input(p) is null))
        {
            context.FaultAtKey($"{path}.in.{port}", $"'{builtIn.Name}' has no input '{port}'; it takes {Inputs(builtIn)}", Nearest.To(port, builtIn.In.Keys.Select(k => k.TrimEnd('?'))));
        }

        if (!context.IsBroken(path + ".in"))
        {
            foreach (var port in builtIn.In.Keys.Where(p => !p.EndsWith('?') && p != "*" && !step.In.ContainsKey(p)))
            {
                context.FaultAtKey(path, $"'{builtIn.Name}' needs the input '{port}'");
            }
        }

        CheckOut(step, builtIn, path, context);
        if (builtIn.Name == "predict" && !context.IsBroken(path))
        {
            CheckModel(step, path, context);
        }

        if (builtIn.Name == "features" && !context.IsBroken(path))
        {
            CheckFeatures(step, path, context);
        }

        if (builtIn.Name == "check" && !context.IsBroken(path + ".with"))
        {
            CheckContract(step, path, context);
        }

        if (builtIn.Name == "package" && !context.IsBroken(path + ".with"))
        {
            CheckPackage(step, path, context);
        }

        foreach (var option in step.With.Keys.Where(o => !builtIn.With.Contains(o)))
        {
            context.FaultAtKey($"{path}.with.{option}", $"'{builtIn.Name}' has no option '{option}'; it has {string.Join(", ", builtIn.With)}", Nearest.To(option, builtIn.With));
        }
    }

    private static void CheckContract(Step step, string path, ReadContext context)
    {
        if (!step.With.TryGetValue("expect", out var expect))
        {
            context.FaultAtKey(path, "'check' needs 'with: {expect: …}', the rules by column");
            return;
        }

        var (contract, faults) = ContractText.Read(expect.GetRawText());
        foreach (var fault in faults)
        {
            context.FaultAt($"{path}.with.expect.{fault.Path}".TrimEnd('.'), fault.Message, fault.Suggestion);
        }

        if (contract is { Fresh: not null } or { Rows.Change: not null } || contract?.Columns.Any(c => c.Refers is not null || c.Distribution is not null) == true)
        {
            context.FaultAt($"{path}.with.expect", "'fresh', 'change', 'refers' and 'distribution' are for sources; a step is judged by its table alone");
        }

        if (step.With.TryGetValue("on_fail", out var reaction) && reaction.ToString() is not ("stop" or "warn"))
        {
            context.FaultAt($"{path}.with.on_fail", "unknown reaction; one of stop, warn");
        }
    }

    private static void CheckPackage(Step step, string path, ReadContext context)
    {
        foreach (var missing in new[] { "code", "manifest" }.Where(o => !step.With.ContainsKey(o)))
        {
            context.FaultAtKey(path, $"'package' needs 'with: {{{missing}: …}}', the path of the {(missing == "code" ? "scoring code's project" : "package's model.json")}");
        }
    }

    private static void CheckFeatures(Step step, string path, ReadContext context)
    {
        foreach (var (port, from) in step.In)
        {
            if (from.IsFeature == (port == "table"))
            {
                context.FaultAt($"{path}.in.{port}", port == "table" ? "'table' holds the rows that features are joined to" : "'features' joins what is named as features.<feature>");
            }
        }

        if (step.In.Count < 2)
        {
            context.FaultAtKey(path, "'features' needs a feature to join, such as 'in: {table: …, recent: features.recent}'");
        }

        if (!step.With.ContainsKey("time"))
        {
            context.FaultAtKey(path, "'features' needs 'with: {time: …}': the column with the time of each row");
        }
    }

    // One model, and only one: of the pipeline, by its version, or what an endpoint serves.
    private static void CheckModel(Step step, string path, ReadContext context)
    {
        var given = new[] { step.In.ContainsKey("model"), step.With.ContainsKey("version"), step.With.ContainsKey("endpoint") }.Count(g => g);
        if (given != 1)
        {
            context.FaultAtKey(path, "'predict' needs one model: the input 'model', or 'with: {version: <model>/<number>}', or 'with: {endpoint: <name>}'");
        }
    }

    private static void CheckOut(Step step, BuiltIn builtIn, string path, ReadContext context)
    {
        // A query may call its table what it likes.
        var free = builtIn.Out.Count == 1;
        foreach (var (port, type) in step.Out)
        {
            var wanted = builtIn.Out.TryGetValue(port, out var known) ? known : free ? builtIn.Out.Values.First() : (PortType?)null;
            if (wanted is null)
            {
                context.FaultAtKey($"{path}.out.{port}", $"'{builtIn.Name}' has no output '{port}'; it has {string.Join(", ", builtIn.Out.Keys)}", Nearest.To(port, builtIn.Out.Keys));
            }
            else if (wanted != type)
            {
                context.FaultAt($"{path}.out.{port}", $"'{builtIn.Name}' writes a {StepChecks.Word(wanted.Value)} here, not a {StepChecks.Word(type)}");
            }
        }
    }

    private static string Inputs(BuiltIn builtIn) => string.Join(", ", builtIn.In.Keys.Select(k => k == "*" ? "any" : k.TrimEnd('?')));
}
