using System.Text.Json.Nodes;

namespace Cairn.Maturity.Tests;

/// <summary>The application: changed, built, tested and released by machine once a week.</summary>
internal sealed class AppWork(LogBuilder log, Settings settings)
{
    public void Day(int day)
    {
        if (!settings.App || day % 7 != 2) return;
        string commit = $"app-{day}";
        log.Add("change.merged", commit, new()
        {
            ["commit"] = commit,
            ["ref"] = "main",
            ["verified"] = true,
            ["areas"] = new JsonArray("app"),
            ["authors"] = new JsonArray("person:se1"),
            ["reviewers"] = new JsonArray("person:se2"),
            ["checks"] = "passed",
        });
        string digest = $"sha256:{commit}";
        Run($"build-{day}", new() { ["purpose"] = "build", ["trigger"] = "change", ["commit"] = commit, ["verified"] = true, ["ref"] = "main", ["made"] = digest });
        Test($"unit-{day}", "app-unit", commit, 12);
        if (day >= FlightDelay.Rung3) Test($"appint-{day}", "app-integration", commit, 4);
        JsonObject release = new()
        {
            ["of"] = "app",
            ["env"] = "production",
            ["name"] = "flight-app",
            ["version"] = digest,
            ["trigger"] = "pipeline",
            ["strategy"] = "all-at-once",
            ["commit"] = commit,
        };
        log.Add("release.started", $"app-rel-{day}", release, new(By: "svc:delivery"));
        log.Add("release.finished", $"app-rel-{day}", new() { ["result"] = "succeeded", ["downtime_ms"] = 0 }, new(By: "svc:delivery"));
    }

    private void Test(string id, string suite, string commit, int tests) => Run(id, new()
    {
        ["purpose"] = "test",
        ["suite"] = suite,
        ["trigger"] = "change",
        ["commit"] = commit,
        ["verified"] = true,
        ["ref"] = "main",
        ["tests"] = tests,
    });

    private void Run(string id, JsonObject data)
    {
        log.Add("run.started", id, data, new(By: "svc:code"));
        log.Add("run.finished", id, new() { ["status"] = "succeeded" }, new(By: "svc:code"));
    }
}
