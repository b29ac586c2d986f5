using System.Text.Json.Nodes;

namespace Cairn.Maturity.Tests;

/// <summary>What the platform and production record: audits, probes, windows, firings by metric, insights, pipeline releases.</summary>
internal sealed class Production(LogBuilder log, ModelWork model)
{
    public void Day(int day)
    {
        if (day % 7 == 0) Probe("registry", new() { ["ok"] = true });
        if (day >= FlightDelay.Rung3) Level3(day);
        if (day >= FlightDelay.Rung4) Level4(day);
        if (day >= FlightDelay.PipelineCd && day % 14 is 6 or 8 or 10) ReleasePipeline(day);
    }

    private void Level3(int day)
    {
        if (day == FlightDelay.Rung3) Contract();
        if (day % 7 == 1)
            foreach (string env in (string[])["dev", "test", "production"]) Probe("environment", new() { ["ok"] = true, ["env"] = env });
        if (day % 30 == 0) Teeth();
        Window("contract", new() { ["n"] = 4000, ["enforced"] = true });
        Window("quality", new() { ["n"] = 3900, ["version"] = model.Champion, ["values"] = Values("auc", 0.80 + (day % 7 * 0.001) + (day * 0.0001), 0.78) });
        Window("freshness", new() { ["n"] = 1 });
    }

    private void Level4(int day)
    {
        Window("traffic", new() { ["n"] = 41000, ["logged"] = 1.0, ["tagged"] = 1.0, ["kinds"] = 8, ["gap_m"] = 5, ["central"] = true });
        Window("drift", new() { ["n"] = 4000, ["monitor"] = "psi:carrier", ["values"] = Values("psi", 0.02, 0.2) });
        Window("service", new() { ["n"] = 41000, ["delay_s"] = 20 });
        Window("availability", new() { ["n"] = 40000, ["days"] = Math.Min(30, day - FlightDelay.Rung4 + 1), ["availability"] = 0.99995, ["planned_s"] = 0, ["probes"] = 1400 * Math.Min(30, day - FlightDelay.Rung4 + 1) });
        if (day == FlightDelay.Rung4 + 2)
            foreach ((string person, string role) in (ReadOnlySpan<(string, string)>)[("person:ds1", "data-scientist"), ("person:se1", "software-engineer")])
                log.Add("approval.given", $"marker:{person}", new() { ["of"] = new JsonObject { ["kind"] = "marker", ["id"] = "carrier-mix" }, ["as_role"] = role }, new(By: person));
        if (day % 100 == 32) Breach(day, day == 232 ? "" : $"-{day}");
    }

    private void Contract() =>
        log.Add("version.registered", "contract-1", new() { ["noun"] = "contract", ["name"] = "delay-io", ["owners"] = new JsonArray("person:ds1", "person:de1", "person:se1") },
            new(Digest: "sha256:contract-1"));

    private void Teeth()
    {
        Probe("gate", new() { ["given"] = "bad", ["seen"] = "refused" });
        Probe("gate", new() { ["given"] = "good", ["seen"] = "passed" });
        Probe("quality", new() { ["given"] = "bad", ["seen"] = "detected" });
        Probe("contract", new() { ["given"] = "bad", ["seen"] = "refused" });
        Probe("drift", new() { ["given"] = "bad", ["seen"] = "detected" });
        Probe("drift", new() { ["given"] = "same", ["seen"] = "quiet" });
    }

    // Without any person: a window breaches, an alert and an incident open, a firing trains and releases; an insight leads to a run.
    private void Breach(int day, string tag)
    {
        log.Day += 0.3;
        string window = log.Add("window.closed", $"w-breach{tag}", new()
        {
            ["of"] = "quality",
            ["endpoint"] = "delay",
            ["env"] = "production",
            ["version"] = model.Champion,
            ["n"] = 3900,
            ["values"] = Values("auc", 0.70, 0.78),
        }, new(By: "svc:monitoring"));
        string alert = log.Add("alert.opened", $"alert-1{tag}", new() { ["window"] = $"w-breach{tag}", ["endpoint"] = "delay" }, new(By: "svc:monitoring", Cause: [window]));
        log.Add("incident.opened", $"inc-1{tag}", new() { ["kind"] = "breach", ["about"] = $"alert-1{tag}", ["fingerprint"] = "auc:delay" }, new(By: "svc:monitoring", Cause: [alert]));
        string fired = log.Add("trigger.fired", $"fire-metric{tag}", new() { ["kind"] = "metric" }, new(By: "svc:pipelines", Cause: [alert]));
        string insight = log.Add("incident.opened", $"insight-1{tag}", new() { ["kind"] = "insight", ["about"] = $"w-breach{tag}", ["fingerprint"] = "slice:carrier" }, new(By: "svc:monitoring", Cause: [window]));
        model.Train(day, fired, "metric", $"fire-metric{tag}");
        JsonObject run = new() { ["purpose"] = "evaluate", ["trigger"] = "manual" };
        log.Add("run.started", $"run-insight{tag}", run, new(By: "svc:pipelines", Cause: [insight]));
        log.Add("run.finished", $"run-insight{tag}", new() { ["status"] = "succeeded" }, new(By: "svc:pipelines"));
        log.Day = day;
    }

    private void ReleasePipeline(int day)
    {
        string commit = $"ml-{day - (day % 14) + 5}";
        string version = $"pl-{day}";
        log.Add("version.registered", version, new() { ["noun"] = "pipeline", ["name"] = "delay", ["commit"] = commit }, new(Digest: $"sha256:{version}"));
        JsonObject start = new() { ["of"] = "pipeline", ["env"] = "production", ["name"] = "delay", ["version"] = version, ["trigger"] = "merge", ["commit"] = commit };
        log.Add("release.started", $"plrel-{day}", start, new(By: "svc:delivery"));
        log.Add("gate.decided", $"plgate-{day}", Gate($"plrel-{day}"), new(By: "svc:delivery"));
        log.Add("release.finished", $"plrel-{day}", new() { ["result"] = "succeeded" }, new(By: "svc:delivery"));
    }

    private JsonObject Gate(string release) => new()
    {
        ["release"] = release,
        ["version"] = model.Champion,
        ["champion"] = model.Champion,
        ["suites"] = 3,
        ["slices"] = 4,
        ["overlap"] = false,
        ["decision"] = "promote",
    };

    private static JsonArray Values(string metric, double value, double threshold) =>
        [new JsonObject { ["metric"] = metric, ["value"] = value, ["threshold"] = threshold, ["baseline"] = "sha256:base", ["breached"] = metric == "auc" && value < threshold }];

    private void Window(string of, JsonObject data)
    {
        data["of"] = of;
        data["endpoint"] = "delay";
        data["env"] = "production";
        log.Add("window.closed", $"w-{of}-{log.Day}", data, new(By: "svc:monitoring"));
    }

    private void Probe(string of, JsonObject data)
    {
        data["of"] = of;
        log.Add("probe.finished", $"probe-{of}-{log.Day}-{log.Events.Count}", data, new(By: "svc:platform", Grade: 3));
    }
}
