using System.Text.Json.Nodes;

namespace Cairn.Maturity.Tests;

/// <summary>Model releases: by hand with an approval, or by the controller through test into production.</summary>
internal sealed class Releases(LogBuilder log)
{
    public void ByHand(string version, string commit, string id)
    {
        log.Add("release.started", id, Start(version, "production", "manual", "all-at-once", commit), new(By: "person:se2"));
        log.Add("approval.given", $"appr-{id}", new() { ["of"] = new JsonObject { ["kind"] = "release", ["id"] = id }, ["as_role"] = "software-engineer" }, new(By: "person:se1"));
        log.Day += 0.0125;
        log.Add("release.finished", id, new() { ["result"] = "succeeded", ["downtime_ms"] = 0 }, new(By: "svc:delivery"));
        log.Day -= 0.0125;
    }

    public void ByMachine(string version, string commit, string strategy, string cycle)
    {
        Walk($"rel-test-{version}", Start(version, "test", "pipeline", "all-at-once", commit), new() { ["result"] = "succeeded", ["downtime_ms"] = 0 }, cycle);
        JsonObject start = Start(version, "production", "pipeline", strategy, commit);
        JsonObject end = new() { ["result"] = "succeeded", ["downtime_ms"] = 0 };
        if (strategy == "ab")
        {
            start["plan"] = new JsonObject { ["rule"] = "always-valid", ["n"] = 20000, ["sticky"] = true };
            end["stop"] = "boundary";
            end["verdict"] = "promote";
        }
        Walk($"rel-{version}", start, end, cycle);
    }

    private void Walk(string id, JsonObject start, JsonObject end, string cycle)
    {
        var envelope = new Envelope(By: "svc:delivery", Cycle: cycle);
        log.Add("release.started", id, start, envelope);
        log.Day += 0.02;
        log.Add("release.finished", id, end, envelope);
    }

    private static JsonObject Start(string version, string env, string trigger, string strategy, string commit) => new()
    {
        ["of"] = "model",
        ["env"] = env,
        ["endpoint"] = env == "production" ? "delay" : "delay.test",
        ["version"] = version,
        ["trigger"] = trigger,
        ["strategy"] = strategy,
        ["commit"] = commit,
    };
}
