using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class SweepKeys
{
    private const int Most = 1_000_000_000;

    private static readonly Key<string> Search = new("search", Of.Word("search", ["bayes", "random", "grid"]), "bayes, random or grid; random unless said");
    private static readonly Key<int> Trials = new("trials", Of.Int(1, 10_000), "number of trials", required: true);
    private static readonly Key<int> Parallel = new("parallel", Of.Int(1, 1000), "trials at the same time");
    private static readonly Key<Goal> Goal = new("goal", Of.Pattern("a goal", Projects.Goal.Parse, Projects.Goal.Pattern), "max or min, and a metric", required: true);

    private static readonly Key<string> By = new("by", Of.Text, "parameter that says how long a trial is trained, such as trees", required: true);
    private static readonly Key<int> From = new("from", Of.Int(1, Most), "its value at the lowest rung", required: true) { AlsoKnownAs = ["min"] };
    private static readonly Key<int> To = new("to", Of.Int(1, Most), "its value at the top: 'from' times a power of 'factor'", required: true) { AlsoKnownAs = ["max"] };
    private static readonly Key<int> Factor = new("factor", Of.Int(2, 10), "one in so many goes a rung up and is trained so many times as long; 3 unless said") { AlsoKnownAs = ["eta", "reduction_factor"] };

    private static readonly Key<Asha> Asha = new(
        "asha", new BlockShape<Asha>("asha", "early stopping: many trials are trained a little, the best of them for longer", [By, From, To, Factor],
            f => new Asha(f.Need(By), f.Need(From), f.Need(To), f.Or(Factor, 3))), "early stopping by asynchronous successive halving");

    public static readonly Shape<Sweep> Shape = new BlockShape<Sweep>(
        "sweep", "a search over parameters: each other key is a parameter with a range (0.01..0.3 log) or a list", [Search, Trials, Parallel, Goal, Asha],
        f => new Sweep(f.Or(Search, "random"), f.Need(Trials), f.Or(Parallel, 1), f.Need(Goal)) { Asha = f.Get(Asha) })
    {
        Rest = new Key<SweepSpace>("space", new SpaceShape(), "range or list of a parameter"),
        WithRest = (sweep, rest) => sweep with { Space = rest.ToDictionary(r => r.Key, r => (SweepSpace)r.Value, StringComparer.Ordinal) },
    };
}
