namespace Cairn.Contracts.Projects.Checks;

internal static class TriggerChecks
{
    private static readonly string[] Words = ["manual", "incident", "webhook", "git push"];

    public static void Run(ProjectFile file, ReadContext context, Names names)
    {
        CheckBudget(file.Project.Budget, "project", context);
        foreach (var (name, trigger) in file.Triggers)
        {
            var path = "triggers." + name;
            names.Check("steps", "step", trigger.Run, path + ".run");
            if (trigger.When.OfType<WebhookCause>().Any() != trigger.Secret is not null)
            {
                context.FaultAt(path + (trigger.Secret is null ? ".when" : ".secret"), trigger.Secret is null
                    ? "a webhook must be signed: add secret: NAME, and set it with cairn secrets set NAME" : "only what a webhook brings is signed: add webhook to 'when', or take 'secret' away");
            }

            CheckBudget(trigger.Budget, path, context);

            for (var i = 0; i < trigger.When.Count; i++)
            {
                CheckCause(trigger.When[i], context.Item(path + ".when", i), context, names);
            }
        }
    }

    private static void CheckBudget(TriggerBudget? budget, string path, ReadContext context)
    {
        if (budget is { Runs: null, Cpu: null } && !context.IsBroken(path + ".budget"))
        {
            context.FaultAtKey(path + ".budget", "a budget says how much a day: runs, cpu or both, such as {runs: 5, cpu: 10h}");
        }
    }

    private static void CheckCause(TriggerCause cause, string path, ReadContext context, Names names)
    {
        switch (cause)
        {
            case DataCause data:
                names.Check("data", "source", data.Source, path, 5);
                break;
            case MonitorCause { Monitor: var monitor } when !context.Declared("monitors").Contains(monitor):
                context.FaultAt(path, $"unknown monitor '{monitor}'", Nearest.To(monitor, [.. context.Declared("monitors"), .. Words]) ?? Source(monitor, context));
                break;
        }
    }

    private static string? Source(string name, ReadContext context) => context.Declared("data").Contains(name) ? "data." + name : null;
}
