using System.Text.Json.Nodes;

namespace Cairn.Sdk.Tests.Client;

/// <summary>A run as a tracking server keeps it: parameters once, each point once, all of a batch or nothing.</summary>
internal sealed class FakeRun(string id, Dictionary<string, string> tags)
{
    public string Id => id;

    public Dictionary<string, string> Tags => tags;

    public string Status { get; set; } = "RUNNING";

    public Dictionary<string, string> Params { get; } = [];

    public HashSet<(string Key, string Value, long Step, long Time)> Points { get; } = [];

    /// <summary>Points as they came, those sent twice too.</summary>
    public int PointsSeen { get; private set; }

    public Dictionary<string, byte[]> Files { get; } = [];

    public List<int> Batches { get; } = [];

    public string? Log(JsonObject batch)
    {
        var parameters = batch["params"]!.AsArray().Select(p => ((string)p!["key"]!, (string)p["value"]!)).ToList();
        foreach (var (key, value) in parameters)
        {
            if (Params.TryGetValue(key, out var old) && old != value)
            {
                return $"Changing param values is not allowed. Param with key='{key}'";
            }
        }
        if (batch["metrics"]!.AsArray().FirstOrDefault(m => ((string)m!["key"]!).Contains('?', StringComparison.Ordinal)) is { } bad)
        {
            return $"Invalid metric name: '{bad["key"]}'";
        }
        parameters.ForEach(p => Params[p.Item1] = p.Item2);
        foreach (var metric in batch["metrics"]!.AsArray())
        {
            Points.Add(((string)metric!["key"]!, metric["value"]!.ToJsonString(), (long)metric["step"]!, (long)metric["timestamp"]!));
            PointsSeen++;
        }
        foreach (var tag in batch["tags"]!.AsArray())
        {
            tags[(string)tag!["key"]!] = (string)tag["value"]!;
        }
        Batches.Add(batch.Sum(list => list.Value is JsonArray items ? items.Count : 0));
        return null;
    }

    public JsonObject Message() => new() { ["info"] = new JsonObject { ["run_id"] = id, ["experiment_id"] = "1", ["artifact_uri"] = $"mlflow-artifacts:/1/{id}/artifacts" } };
}
