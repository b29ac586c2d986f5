using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Sweeps;

/// <summary><c>search: random</c>: each parameter drawn by itself, by the step's seed.</summary>
internal sealed class RandomSearch : ISweepSearch
{
    public string Name => "random";

    public bool Learns => false;

    public int Count(IReadOnlyDictionary<string, SweepSpace> space, int asked) => asked;

    public JsonObject Propose(IReadOnlyDictionary<string, SweepSpace> space, long seed, int trial, IReadOnlyList<Trial> known)
        => new(space.Select(s => KeyValuePair.Create(s.Key, Draw.Value(s.Value, Draw.Unit(seed, trial, s.Key)))));
}
