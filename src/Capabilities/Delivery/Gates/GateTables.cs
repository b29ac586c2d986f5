using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Which tables of a run a gate looks at, by the project file.</summary>
internal sealed record GateTables(string Eval, string? Train, EvaluateOptions Options)
{
    /// <summary>Null, and why, when the run has no such table.</summary>
    public static GateTables? Of(ProjectFile file, Gate gate, Contracts.Projects.Endpoint endpoint, JsonObject outputs, out string? fault)
    {
        fault = null;
        Step judge = file.Steps[gate.After];
        PortRef? test = judge.In.GetValueOrDefault("test") ?? judge.In.Values.FirstOrDefault(p => p != endpoint.Model && !p.IsData);
        string? eval = test is null ? null : (string?)outputs[test.ToString()];
        if (eval is null) fault = $"The run kept no table for step '{gate.After}' to be judged on: its 'test' is to be what a step made, such as a part of a split, not a source.";
        else if (!judge.With.TryGetValue("label", out JsonElement label) || label.ValueKind != JsonValueKind.String) fault = $"Step '{gate.After}' names no label.";
        else return new GateTables(eval, TrainOf(file, endpoint, outputs), new EvaluateOptions(label.GetString()!, Slices(judge)));
        return null;
    }

    private static string? TrainOf(ProjectFile file, Contracts.Projects.Endpoint endpoint, JsonObject outputs)
    {
        Step? maker = file.Steps.GetValueOrDefault(endpoint.Model.Owner);
        PortRef? train = maker?.In.GetValueOrDefault("train") ?? maker?.In.Values.FirstOrDefault();
        return train is null ? null : (string?)outputs[train.ToString()];
    }

    private static IReadOnlyList<string> Slices(Step judge)
        => judge.With.TryGetValue("slices", out JsonElement slices) && slices.ValueKind == JsonValueKind.Array ? [.. slices.EnumerateArray().Select(s => s.GetString()!)] : [];
}
