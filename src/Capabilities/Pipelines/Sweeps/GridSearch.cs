using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Sweeps;

/// <summary><c>search: grid</c>: every combination, the last parameter changing fastest.</summary>
internal sealed class GridSearch : ISweepSearch
{
    public string Name => "grid";

    public bool Learns => false;

    public int Count(IReadOnlyDictionary<string, SweepSpace> space, int asked) => Math.Min(asked, space.Values.Aggregate(1, (n, s) => n * Size(s)));

    public JsonObject Propose(IReadOnlyDictionary<string, SweepSpace> space, long seed, int trial, IReadOnlyList<Trial> known)
    {
        var values = new List<KeyValuePair<string, JsonNode?>>();
        foreach ((string name, SweepSpace one) in space.Reverse())
        {
            int size = Size(one);
            values.Add(new(name, Draw.Value(one, ((trial % size) + 0.5) / size)));
            trial /= size;
        }
        values.Reverse();
        return new JsonObject(values);
    }

    private static int Size(SweepSpace space) => space switch { SweepChoices list => list.Values.Count, SweepRange range => (int)(range.To - range.From) + 1, _ => 1 };
}
