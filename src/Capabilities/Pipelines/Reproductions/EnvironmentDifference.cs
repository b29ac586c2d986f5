using System.Text.Json.Nodes;

namespace Cairn.Pipelines.Reproductions;

/// <summary>What differs between two environments that steps ran in, in words.</summary>
internal static class EnvironmentDifference
{
    private const int Most = 5;

    /// <returns>The first few differences, each <c>name before -> now</c>; empty when there is none.</returns>
    public static IReadOnlyList<string> Of(string before, string now)
    {
        SortedDictionary<string, string> a = Flat(before), b = Flat(now);
        string[] all = [.. a.Keys.Union(b.Keys).Order(StringComparer.Ordinal).Where(k => a.GetValueOrDefault(k) != b.GetValueOrDefault(k)).Select(k => $"{k} {a.GetValueOrDefault(k, "absent")} -> {b.GetValueOrDefault(k, "absent")}")];
        return all.Length <= Most ? all : [.. all.Take(Most), $"and {all.Length - Most} more"];
    }

    private static SortedDictionary<string, string> Flat(string json)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Walk(JsonNode.Parse(json), "");
        return all;

        void Walk(JsonNode? node, string name)
        {
            if (node is not JsonObject inner) all[name] = node?.ToString() ?? "none";
            else foreach ((string key, JsonNode? value) in inner) Walk(value, name.Length == 0 || key == "packages" ? name.Length == 0 ? key : name : $"{name} {key}");
        }
    }
}
