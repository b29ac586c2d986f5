using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>
/// Compares answers by structure. Ids and names that the server makes up are bound to ours where they are first seen and must be the same from
/// then on; times of the server only have to be times.
/// </summary>
internal sealed partial class Likeness
{
    private static readonly string[] ServerTimes =
        ["creation_time", "last_update_time", "creation_timestamp", "last_updated_timestamp", "creation_timestamp_ms", "last_updated_timestamp_ms", "created_time", "create_time"];

    // Lists of these are sets: their order is nobody's promise.
    private static readonly string[] Names = ["key", "path", "alias"];

    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);

    /// <summary>A text of the recording with our ids.</summary>
    public string Ours(string recorded) => MadeUp().Replace(recorded, m => _bound.GetValueOrDefault(m.Value, m.Value));

    /// <summary>What differs, as <c>where: why</c>.</summary>
    public IReadOnlyList<string> Differences(JsonNode? recorded, JsonNode? ours, bool cut)
    {
        var all = new List<string>();
        Compare("", recorded, ours, cut, all);
        return all;
    }

    private void Compare(string where, JsonNode? recorded, JsonNode? ours, bool cut, List<string> all)
    {
        switch (recorded)
        {
            case JsonObject o when ours is JsonObject mine:
                foreach ((string name, JsonNode? value) in o)
                {
                    if (!mine.ContainsKey(name)) all.Add($"{where}.{name}: missing");
                    else if (name == "message" && o.ContainsKey("error_code")) continue;
                    // MLflow makes it of a name and an instant, we of the records.
                    else if (name == "digest" && o.ContainsKey("dataset_id")) continue;
                    else if (ServerTimes.Contains(name)) Time($"{where}.{name}", value, mine[name], all);
                    else Compare($"{where}.{name}", value, mine[name], cut, all);
                }
                if (!cut) all.AddRange(mine.Where(p => !o.ContainsKey(p.Key)).Select(p => $"{where}.{p.Key}: not in the recording"));
                break;
            case JsonArray a when ours is JsonArray mine:
                if (cut ? mine.Count < a.Count : mine.Count != a.Count) all.Add($"{where}: {mine.Count} instead of {a.Count}");
                else Items(where, a, mine, cut, all);
                break;
            case JsonValue when ours is JsonValue:
                Value(where, recorded, ours, all);
                break;
            default:
                if (recorded is not null || ours is not null) all.Add($"{where}: {ours?.ToJsonString() ?? "null"} instead of {recorded?.ToJsonString() ?? "null"}");
                break;
        }
    }

    private void Items(string where, JsonArray recorded, JsonArray ours, bool cut, List<string> all)
    {
        for (int i = 0; i < recorded.Count; i++)
        {
            string? name = Names.FirstOrDefault(n => IsSet(recorded, n));
            JsonNode? mine = name is null ? ours[i] : ours.FirstOrDefault(o => o?[name]?.ToJsonString() == recorded[i]![name]!.ToJsonString());
            if (mine is null && name is not null) all.Add($"{where}[{recorded[i]![name]}]: missing");
            else Compare($"{where}[{i}]", recorded[i], mine, cut, all);
        }
    }

    private static bool IsSet(JsonArray list, string name)
        => list.All(i => i is JsonObject o && o.ContainsKey(name)) && list.DistinctBy(i => i![name]!.ToJsonString()).Count() == list.Count;

    // Numbers, and in messages of traces texts.
    private static void Time(string where, JsonNode? recorded, JsonNode? ours, List<string> all)
    {
        bool time = ours?.GetValueKind() == recorded?.GetValueKind() && (ours?.GetValueKind() == JsonValueKind.Number || (ours?.GetValueKind() == JsonValueKind.String && DateTimeOffset.TryParse((string)ours!, out _)));
        if (!time) all.Add($"{where}: no time but {ours?.ToJsonString() ?? "null"}");
    }

    private void Value(string where, JsonNode recorded, JsonNode ours, List<string> all)
    {
        bool same = recorded.GetValueKind() == ours.GetValueKind() && recorded.GetValueKind() switch
        {
            JsonValueKind.Number => recorded.GetValue<double>() == ours.GetValue<double>(),
            JsonValueKind.String => Text(recorded.GetValue<string>(), ours.GetValue<string>()),
            _ => true,
        };
        if (!same) all.Add($"{where}: {Short(ours)} instead of {Short(recorded)}");
    }

    private bool Text(string recorded, string ours)
    {
        MatchCollection theirs = MadeUp().Matches(recorded), mine = MadeUp().Matches(ours);
        if (theirs.Count == mine.Count)
            for (int i = 0; i < theirs.Count; i++) _bound.TryAdd(theirs[i].Value, mine[i].Value);
        return Ours(recorded) == ours || (JsonOf(Ours(recorded)) is { } json && JsonOf(ours) is { } ourJson && Differences(json, ourJson, cut: false).Count == 0);
    }

    // Clients also send JSON as text.
    private static JsonNode? JsonOf(string text)
    {
        try
        {
            return text.StartsWith('[') || text.StartsWith('{') ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Short(JsonNode node) => node.ToJsonString() is { Length: > 80 } text ? text[..80] + "…" : node.ToJsonString();

    // Ids of runs, models and traces, and the names of runs that were given none.
    [GeneratedRegex(@"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])|\A[a-z]+-[a-z]+-[0-9]+\z", RegexOptions.None, 1000)]
    private static partial Regex MadeUp();
}
