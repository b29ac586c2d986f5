using System.Text.Json.Nodes;

namespace Cairn.Journeys.Tests.Tours;

/// <summary>What must hold after a tour, however often its server was lost on the way.</summary>
internal static class Aftermath
{
    /// <summary>Everything acknowledged is in the log, each request once, and the answers told are the answers logged.</summary>
    public static void NothingAcknowledgedIsLost(TourProcess tour)
    {
        var log = new PredictionLog(tour.Data);
        var answers = log.Answers();
        var acknowledged = tour.Journal().Where(l => (string?)l["what"] == "prediction").ToArray();
        acknowledged.ShouldNotBeEmpty();
        foreach (var line in acknowledged)
        {
            var records = answers[(string)line["request"]!].ToArray();
            records.Length.ShouldBe(1, $"{line["request"]}");
            records[0].RowCount.ShouldBe((int)line["rows"]!);
            records[0].Version.ShouldBe((string)line["version"]!);
        }
        var known = log.Outcomes();
        foreach (var day in tour.Journal().Where(l => (string?)l["what"] == "outcomes").GroupBy(l => ((string)l["id"]!)[..8]))
        {
            known.Count(k => k.StartsWith(day.Key, StringComparison.Ordinal)).ShouldBe(day.Sum(l => (int)l["rows"]!), day.Key);
        }
    }

    /// <summary>No subject was begun or ended twice, no digest was registered twice by one run, no cause fired twice.</summary>
    public static void NothingIsPublishedTwice(IReadOnlyList<JsonObject> events)
    {
        foreach (var type in new[] { "run.started", "run.finished", "release.started", "release.finished", "version.registered", "trigger.fired", "gate.decided", "change.merged", "probe.finished", "window.closed" })
        {
            Once(events.Where(e => Type(e) == type).Select(e => $"{type} {e["subject"]!["id"]}"));
        }
        Once(events.Where(e => Type(e) == "version.registered" && e["data"]!["run"] is not null).Select(e => $"{e["data"]!["noun"]} of {e["data"]!["run"]}"));
        Once(events.Where(e => Type(e) == "trigger.fired" && e["cause"] is JsonArray { Count: > 0 }).Select(e => $"{e["data"]!["name"]} because of {e["cause"]![0]}"));
        Once(events.Where(e => Type(e) == "release.started").Select(e => $"{e["data"]!["of"]} {e["data"]!["version"]} into {e["data"]!["env"]} by {e["data"]!["rollback"]}"));
        Once(events.Where(e => Type(e) == "gate.decided").Select(e => $"{e["data"]!["policy"]} for {e["data"]!["run"]}"));
    }

    public static string[] Digests(JsonObject summary) => [.. summary["models"]!.AsArray().Select(m => $"{m!["number"]} {m["digest"]}")];

    private static string Type(JsonObject e) => (string)e["type"]!;

    private static void Once(IEnumerable<string> names) => names.CountBy(n => n).Where(n => n.Value > 1).Select(n => n.Key).ShouldBeEmpty();
}
