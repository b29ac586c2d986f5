using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Sweeps;

/// <summary>
/// <c>search: bayes</c>: the tree-structured Parzen estimator (Bergstra, Bardenet, Bengio, Kégl: Algorithms for Hyper-Parameter Optimization, 2011).
/// The best quarter of the trials and the rest are each a density; of candidates drawn from the first, the one where the first outweighs the second most is tried.
/// </summary>
internal sealed class BayesSearch : ISweepSearch
{
    private const int Begin = 8, Candidates = 24;
    private const double Best = 0.25;
    private readonly RandomSearch _random = new();

    public string Name => "bayes";

    public bool Learns => true;

    public int Count(IReadOnlyDictionary<string, SweepSpace> space, int asked) => asked;

    public JsonObject Propose(IReadOnlyDictionary<string, SweepSpace> space, long seed, int trial, IReadOnlyList<Trial> known)
    {
        if (trial < Begin || known.Count < Begin / 2) return _random.Propose(space, seed, trial, known);
        Trial[] ranked = [.. known.OrderByDescending(t => t.Merit)];
        int good = Math.Max(2, (int)Math.Ceiling(ranked.Length * Best));
        return new JsonObject(space.Select(s => KeyValuePair.Create(s.Key, Propose(s.Key, s.Value, seed, trial, ranked, good))));
    }

    private static JsonNode? Propose(string name, SweepSpace space, long seed, int trial, Trial[] ranked, int good)
    {
        double[] places = [.. ranked.Select(t => Draw.Place(space, t.Parameters[name]))], high = places[..good], low = places[good..];
        double width = Math.Max(0.05, 1.0 / Math.Sqrt(ranked.Length) / 2);
        IEnumerable<double> drawn = Enumerable.Range(0, Candidates).Select(n => Around(high, width, seed, trial, name, n));
        return Draw.Value(space, Math.Min(drawn.MaxBy(x => Density(high, width, x) / Density(low, width, x)), 1 - 1e-9));
    }

    // One in so many is drawn from everywhere, as the prior is one kernel among those of the trials.
    private static double Around(double[] centers, double width, long seed, int trial, string name, int n)
    {
        int kernel = (int)(Draw.Unit(seed, trial, name, 3 * n) * (centers.Length + 1));
        double u = Draw.Unit(seed, trial, name, (3 * n) + 1), v = Draw.Unit(seed, trial, name, (3 * n) + 2);
        if (kernel == centers.Length) return u;
        double normal = Math.Sqrt(-2 * Math.Log(1 - u)) * Math.Cos(2 * Math.PI * v);
        return Math.Clamp(centers[kernel] + (width * normal), 0, 1);
    }

    private static double Density(double[] centers, double width, double x)
        => (1 + centers.Sum(c => Math.Exp(-0.5 * (x - c) * (x - c) / (width * width)) / (width * Math.Sqrt(2 * Math.PI)))) / (centers.Length + 1);
}
