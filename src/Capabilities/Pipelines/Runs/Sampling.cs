using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>Where a run on a share of the data takes its share: once, where data enter; by the columns that name a row, so that joins still meet.</summary>
internal static class Sampling
{
    /// <summary>Port -> key columns of its source, for every port that is fed by data; no columns where the source names no key.</summary>
    public static JsonObject Of(ProjectFile file, Step step)
    {
        var ports = new JsonObject();
        foreach ((string port, PortRef from) in step.In.OrderBy(p => p.Key, StringComparer.Ordinal))
            if (from.IsData) ports[port] = new JsonArray([.. file.Data[from.Owner].Key.Select(k => (JsonNode)k)]);
        return ports;
    }
}
