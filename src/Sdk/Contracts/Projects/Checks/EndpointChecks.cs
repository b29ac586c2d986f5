namespace Cairn.Contracts.Projects.Checks;

internal static class EndpointChecks
{
    private static readonly string[] UndoMetrics =
        ["errors", "error_rate", "latency", "timeouts", "rejects", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "drift", "score_drift", "requests"];

    public static void Run(ProjectFile file, ReadContext context, Names names)
    {
        foreach (var (name, endpoint) in file.Endpoints)
        {
            var path = "endpoints." + name;
            if (StepChecks.OutType(file, endpoint.Model, path + ".model", context, names) is { } type and not PortType.Model)
            {
                context.FaultAt(path + ".model", $"'{endpoint.Model}' is a {StepChecks.Word(type)}; an endpoint serves a model");
            }
            else if (file.Steps.GetValueOrDefault(endpoint.Model.Owner)?.Map is not null)
            {
                context.FaultAt(path + ".model", $"'{endpoint.Model}' is one model for each item of '{endpoint.Model.Owner}'; an endpoint serves a single one");
            }

            for (var i = 0; i < endpoint.Features.Count; i++)
            {
                names.Check("features", "feature", endpoint.Features[i], context.Item(path + ".features", i));
            }

            foreach (var (environment, plan) in endpoint.Releases)
            {
                CheckPlan(plan, $"{path}.{environment}", context, names);
                if (plan.Ab is { } test) CheckTest(test, (plan, endpoint, file.Environments.GetValueOrDefault(environment)), $"{path}.{environment}.ab", context);
            }
        }
    }

    private static void CheckPlan(ReleasePlan plan, string path, ReadContext context, Names names)
    {
        for (var i = 0; i < plan.When.Count; i++)
        {
            names.Check("gates", "gate", plan.When[i], context.Item(path + ".when", i));
        }

        for (var i = 0; i < plan.Undo.Count; i++)
        {
            CheckUndo(plan.Undo[i], context.Item(path + ".undo", i), context);
        }

        CheckCanary(plan, path + ".canary", context);
    }

    private static void CheckTest(AbRule test, (ReleasePlan Plan, Endpoint Endpoint, DeploymentEnvironment? Place) of, string path, ReadContext context)
    {
        if (of.Endpoint.Sticky is null)
        {
            context.FaultAtKey(path, "a test needs a key by which requests stay with one version: the endpoint's 'key' or 'sticky'");
        }

        if (of.Plan.Canary.Count > 0)
        {
            context.FaultAtKey(path, "a version is brought in by 'canary' or by 'ab', not by both");
        }

        if (of.Place is { Role: not EnvironmentRole.Production })
        {
            context.FaultAtKey(path, "a test is of live traffic, so it belongs to production");
        }

        if ((test.Share.Fraction is < 0.1m or > 0.9m || test.Share.Fraction * 1000 % 1 != 0) && !context.IsBroken(path + ".share"))
        {
            context.FaultAt(path + ".share", "the share is 10% to 90% in steps of 0.1%");
        }
    }

    private static void CheckUndo(Condition undo, string path, ReadContext context)
    {
        foreach (var reference in undo.References())
        {
            var name = reference.Name.StartsWith("stable.", StringComparison.Ordinal) ? reference.Name[7..] : reference.Name;
            if (!UndoMetrics.Contains(name))
            {
                context.FaultAt(path, $"unknown measure '{reference.Name}'; one of {string.Join(", ", UndoMetrics)}, also of stable.", Nearest.To(name, UndoMetrics), reference.Offset);
            }
        }
    }

    private static void CheckCanary(ReleasePlan plan, string path, ReadContext context)
    {
        for (var i = 0; i < plan.Canary.Count && !context.IsBroken(path); i++)
        {
            var weight = plan.Canary[i];
            if (weight.Fraction * 1000 % 1 != 0 || weight.Fraction == 0)
            {
                context.FaultAt($"{path}[{i}]", "a weight is above 0% in steps of 0.1%");
                return;
            }

            if (i > 0 && weight.Fraction <= plan.Canary[i - 1].Fraction)
            {
                context.FaultAt($"{path}[{i}]", $"weights must ascend: {weight} follows {plan.Canary[i - 1]}");
                return;
            }
        }

        if (plan.Canary.Count > 0 && plan.Canary[^1].Fraction != 1 && !context.IsBroken(path))
        {
            context.FaultAt($"{path}[{plan.Canary.Count - 1}]", "the last weight must be 100%");
        }
        else if (plan.Canary.Count > 1 && plan.Every is null && !context.IsBroken(path[..path.LastIndexOf('.')] + ".every"))
        {
            context.FaultAtKey(path, "a canary needs 'every': the least time at each weight");
        }
    }
}
