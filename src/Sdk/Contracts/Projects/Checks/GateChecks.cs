namespace Cairn.Contracts.Projects.Checks;

internal static class GateChecks
{
    private static readonly string[] Suites = [.. SuiteKinds.All.Select(s => s.Replace('-', '_') + "_tests"), "scoring_tests", "pipeline_tests"];

    public static void Run(ProjectFile file, ReadContext context, Names names)
    {
        foreach (var (name, gate) in file.Gates)
        {
            var path = "gates." + name;
            if (names.Check("steps", "step", gate.After, path + ".after") && file.Steps.TryGetValue(gate.After, out var step))
            {
                CheckMetrics(step, path, context);
            }

            for (var i = 0; i < gate.Need.Count; i++)
            {
                CheckNeed(gate.Need[i], context.Item(path + ".need", i), context);
            }
        }
    }

    private static void CheckMetrics(Step step, string path, ReadContext context)
    {
        if (!step.Out.Values.Contains(PortType.Metrics) && !context.IsBroken($"steps.{step.Name}.out") && !context.IsBroken($"steps.{step.Name}.use"))
        {
            context.FaultAt(path + ".after", $"the step '{step.Name}' writes no metrics");
        }
    }

    private static void CheckNeed(Condition need, string path, ReadContext context)
    {
        foreach (var reference in need.References())
        {
            var first = reference.Name.Split('.')[0];
            var known = first is "metrics" or "champion" ? reference.Name.Contains('.') : Suites.Contains(reference.Name);
            if (!known)
            {
                context.FaultAt(path, "a gate looks at metrics.<name>, champion.<name> or <suite>_tests", Suggest(reference.Name), reference.Offset);
            }
        }

        if (need.References().FirstOrDefault(r => Suites.Contains(r.Name)) is { } suite && need.Right is not WordOperand { Word: "passed" or "failed" })
        {
            context.FaultAt(path, $"'{suite.Name}' is compared with a word: {suite.Name} = passed", offset: suite.Offset);
        }
        else if (need.Right is WordOperand && !need.References().Any(r => Suites.Contains(r.Name)) && need.References().Any())
        {
            context.FaultAt(path, "a metric is compared with a number");
        }
    }

    private static string? Suggest(string name)
    {
        var parts = name.Split('.', 2);
        return parts.Length == 2
            ? Nearest.To(parts[0], ["metrics", "champion"]) is { } first ? $"{first}.{parts[1]}" : null
            : Nearest.To(name, Suites);
    }
}
