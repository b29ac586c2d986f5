namespace Cairn.Contracts.Projects.Checks;

internal static class SweepChecks
{
    public static void Run(ProjectFile file, Step step, string path, ReadContext context)
    {
        if (step.Sweep is not { } sweep || context.IsBroken(path + ".sweep"))
        {
            return;
        }

        if (sweep.Space.Count == 0)
        {
            context.FaultAtKey(path + ".sweep", "a sweep needs at least one parameter to search, such as depth: 4..12");
        }

        if (sweep.Search == "grid" && sweep.Space.FirstOrDefault(s => s.Value is SweepRange { Whole: false }).Key is { } open)
        {
            context.FaultAt($"{path}.sweep.{open}", "a grid needs a list or a range of whole numbers");
        }
        else if (sweep.Search == "grid" && Points(sweep) > sweep.Trials)
        {
            context.FaultAt(path + ".sweep.trials", $"the grid has {Points(sweep)} points, more than 'trials'");
        }

        if (sweep.Asha is { } asha)
        {
            CheckAsha(sweep, asha, path + ".sweep", context);
        }

        if (file.Judge(step) is null && step.Out.Count > 0 && !context.IsBroken(path + ".out"))
        {
            context.FaultAt(path + ".sweep.goal", $"nothing measures '{sweep.Goal.Metric}': give the step an output of type metrics, or let a step with one take what it makes");
        }
    }

    private static void CheckAsha(Sweep sweep, Asha asha, string path, ReadContext context)
    {
        if (sweep.Space.ContainsKey(asha.By))
        {
            context.FaultAt(path + ".asha.by", $"'{asha.By}' is searched; what says how long a trial is trained is set by 'asha' alone");
        }

        var (top, trials) = (asha.Top, Math.Min(sweep.Trials, sweep.Search == "grid" ? Points(sweep) : sweep.Trials));
        if (top == 0 || asha.At(top) != asha.To)
        {
            context.FaultAt(path + ".asha.to", $"'to' is 'from' times a power of 'factor': {string.Join(", ", Enumerable.Range(1, Math.Max(2, top)).Select(asha.At))} …");
        }
        else if (trials < Math.Pow(asha.Factor, top))
        {
            context.FaultAt(path + ".trials", $"of {trials} trials none gets to {asha.To} {asha.By}: {Math.Pow(asha.Factor, top)} are needed for one at the top, or fewer rungs");
        }
    }

    private static double Points(Sweep sweep) => sweep.Space.Values.Aggregate(1.0, (n, space) => n * (space is SweepChoices list ? list.Values.Count : space is SweepRange range ? range.To - range.From + 1 : 1));
}
