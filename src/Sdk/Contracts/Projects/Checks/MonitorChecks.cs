namespace Cairn.Contracts.Projects.Checks;

internal static class MonitorChecks
{
    public static void Run(ProjectFile file, ReadContext context, Names names)
    {
        foreach (var (name, monitor) in file.Monitors)
        {
            var path = "monitors." + name;
            if (Keys.TriggerKeys.Reserved.Contains(name))
            {
                context.FaultAtKey(path, $"a monitor cannot be called '{name}', since triggers use the word");
            }

            CheckReferences(file, monitor, path, context, names);
            CheckMeasure(monitor, path, context);
            if (monitor.Marker?.Consumer is { } app && file.Project.Apps.Count > 0 && !file.Project.Apps.Contains(app))
            {
                context.FaultAt(path + ".marker.consumer", $"unknown application '{app}'; project.apps names the applications", Nearest.To(app, file.Project.Apps));
            }
        }
    }

    private static void CheckReferences(ProjectFile file, Monitor monitor, string path, ReadContext context, Names names)
    {
        if (monitor.Kind == MonitorKind.Data)
        {
            names.Check("data", "source", monitor.Watch[5..], path + ".watch", 5);
        }
        else
        {
            names.Check("endpoints", "endpoint", monitor.Watch, path + ".watch");
        }

        if (monitor.Truth is { } truth)
        {
            names.Check("data", "source", truth.Owner, path + ".truth", 5);
        }

        if (monitor.Baseline is not ("training" or "previous") && Keys.PortRefs.ParseInput(monitor.Baseline).Value is { } baseline)
        {
            _ = baseline.IsData ? names.Check("data", "source", baseline.Owner, path + ".baseline", 5)
                : StepChecks.OutType(file, baseline, path + ".baseline", context, names) is not null;
        }
    }

    private static void CheckMeasure(Monitor monitor, string path, ReadContext context)
    {
        if (monitor.Truth is not null && monitor.Key is null)
        {
            context.FaultAtKey(path, "a monitor with 'truth' needs 'key': the column that joins truth to predictions");
        }

        if (monitor.Truth is not null && monitor.Metric is null)
        {
            context.FaultAtKey(path, "a monitor with 'truth' needs 'metric', such as auc");
        }

        if (monitor.Alert is not null && monitor.Metric is null && monitor.Alert.References().Any(r => r.Name == "value"))
        {
            context.FaultAt(path + ".alert", "an alert such as '< 0.70' needs 'metric'");
        }

        if (monitor.Kind is MonitorKind.Quality or MonitorKind.Service or MonitorKind.Traffic && monitor.FalseAlarms is not null)
        {
            context.FaultAtKey(path + ".false_alarms", "'false_alarms' is for drift; here 'alert' says when");
        }
    }
}
