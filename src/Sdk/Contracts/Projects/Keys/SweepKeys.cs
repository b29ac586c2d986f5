using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class SweepKeys
{
    private static readonly Key<string> Search = new("search", Of.Word("search", ["bayes", "random", "grid"]), "bayes, random or grid; random unless said");
    private static readonly Key<int> Trials = new("trials", Of.Int(1, 10_000), "number of trials", required: true);
    private static readonly Key<int> Parallel = new("parallel", Of.Int(1, 1000), "trials at the same time");
    private static readonly Key<Goal> Goal = new("goal", Of.Pattern("a goal", Projects.Goal.Parse, Projects.Goal.Pattern), "max or min, and a metric", required: true);

    public static readonly Shape<Sweep> Shape = new BlockShape<Sweep>(
        "sweep", "a search over parameters: each other key is a parameter with a range (0.01..0.3 log) or a list", [Search, Trials, Parallel, Goal],
        f => new Sweep(f.Or(Search, "random"), f.Need(Trials), f.Or(Parallel, 1), f.Need(Goal)))
    {
        Rest = new Key<SweepSpace>("space", new SpaceShape(), "range or list of a parameter"),
        WithRest = (sweep, rest) => sweep with { Space = rest.ToDictionary(r => r.Key, r => (SweepSpace)r.Value, StringComparer.Ordinal) },
    };
}
