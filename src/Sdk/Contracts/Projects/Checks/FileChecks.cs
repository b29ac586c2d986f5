namespace Cairn.Contracts.Projects.Checks;

/// <summary>What the tables of keys cannot say: that names refer to something, and that values fit together.</summary>
internal static class FileChecks
{
    public static void Run(ProjectFile file, ReadContext context)
    {
        var names = new Names(context);
        // A feature is a step that a trigger may run up to.
        foreach (var feature in context.Declared("features"))
        {
            context.Declare("steps", feature);
        }

        FeatureChecks.Run(file, context, names);
        StepChecks.Run(file, context, names);
        GateChecks.Run(file, context, names);
        EndpointChecks.Run(file, context, names);
        MonitorChecks.Run(file, context, names);
        TriggerChecks.Run(file, context, names);
        CodeChecks.Run(file, context);
        DataChecks.Run(file, context);
    }
}
