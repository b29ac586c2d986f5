using System.Text.Json.Nodes;

namespace Cairn.Maturity.Tests;

/// <summary>Data and model: by hand at first, then gathered daily, trained by trigger, gated and released.</summary>
internal sealed class ModelWork(LogBuilder log, Settings settings)
{
    private readonly Releases _releases = new(log);
    private string _data = "";
    private string _commit = "ml-0";
    private string _champion = "mv-imported";
    private string? _championRecipe;
    private string? _reproduced;

    /// <summary>What is served.</summary>
    public string Champion => _champion;

    public Releases Releases => _releases;

    public void ByHand()
    {
        Run("run-0", new() { ["purpose"] = "train", ["for"] = "experiment", ["params"] = 3, ["metrics"] = 2, ["notebook"] = true }, new(By: "person:ds1", Grade: 1));
        log.Add("version.registered", _champion, new() { ["noun"] = "model", ["name"] = "delay", ["origin"] = "imported" },
            new(By: "person:ds1", Grade: 0, Digest: "sha256:imported"));
    }

    public void HandOff()
    {
        log.Add("handoff.offered", "handoff-1", new()
        {
            ["version"] = _champion,
            ["to_role"] = "software-engineer",
            ["checklist"] = new JsonArray("model", "signature", "example", "limits"),
        }, new(By: "person:ds1"));
        log.Add("handoff.answered", "handoff-1", new() { ["accepted"] = true }, new(By: "person:se1"));
        log.Day += 0.1;
        _releases.ByHand(_champion, "ml-0", "rel-imported");
        log.Day -= 0.1;
    }

    public void Ingest(int day)
    {
        string run = $"ingest-{day}";
        log.Add("run.started", run, new()
        {
            ["purpose"] = "ingest",
            ["trigger"] = "schedule",
            ["source"] = "https://flights.example/feed",
            ["rows"] = 5000 + day,
        }, new(By: "svc:data"));
        _data = $"dsv-{day}";
        log.Add("version.registered", _data, new() { ["noun"] = "dataset", ["name"] = "flights", ["run"] = run }, new(By: "svc:data", Digest: $"sha256:data-{day}"));
        log.Add("run.finished", run, new() { ["status"] = "succeeded" }, new(By: "svc:data"));
        if (day % 7 == 3 && day < FlightDelay.Rung2) Test($"mit-{day}", "model-integration", "ml-0", 2, _champion);
    }

    public void Day(int day)
    {
        if (day == FlightDelay.Rung2) Environment();
        if (day % 14 == 5) Change(day);
        if (day % 7 == 3) Suites(day);
        if (day % settings.Beat == 4 % settings.Beat) Train(day);
        if (day % 30 == 20 || _championRecipe != _reproduced) Reproduce();
    }

    private void Environment()
    {
        log.Add("version.registered", "env-1", new() { ["noun"] = "environment", ["name"] = "train" }, new(Digest: "sha256:env-1"));
        log.Add("version.registered", "pl-1", new() { ["noun"] = "pipeline", ["name"] = "delay", ["commit"] = _commit }, new(Digest: "sha256:pl-1"));
    }

    private void Change(int day)
    {
        _commit = $"ml-{day}";
        JsonArray areas = day >= FlightDelay.Rung4 - 10
            ? ["training", "pipeline", "scoring", "contract", "monitoring"]
            : day >= FlightDelay.Rung3 - 20 ? ["training", "pipeline", "scoring", "contract"] : ["training", "pipeline"];
        log.Add("change.merged", _commit, new()
        {
            ["commit"] = _commit,
            ["ref"] = "main",
            ["verified"] = true,
            ["areas"] = areas,
            ["authors"] = new JsonArray("person:ds1"),
            ["reviewers"] = settings.JointReviews ? new JsonArray("person:de1", "person:se1") : new JsonArray("person:ds1"),
            ["checks"] = "passed",
            ["from_run"] = day >= FlightDelay.PipelineCd - 40 ? Experiment(day) : null,
        });
        Suites(day);
    }

    private string Experiment(int day)
    {
        string run = $"exp-{day}";
        Run(run, new() { ["purpose"] = "train", ["for"] = "experiment", ["params"] = 3, ["metrics"] = 2 }, new(By: "person:ds1"));
        return run;
    }

    private void Suites(int day)
    {
        foreach ((string suite, int tests) in (ReadOnlySpan<(string, int)>)[("training-unit", 9), ("pipeline-integration", 2), ("scoring-unit", 6)])
            Test($"{suite}-{_commit}-{day}", suite, _commit, tests, null);
    }

    private void Train(int day)
    {
        string origin = log.Add("trigger.fired", $"fire-{day}", new() { ["kind"] = "schedule" }, new(By: "svc:pipelines"));
        Train(day, origin, "schedule", $"fire-{day}");
    }

    /// <summary>One round: train, register, gate, release.</summary>
    public void Train(int day, string cycle, string trigger, string firing)
    {
        string run = $"train-{firing}", version = $"mv-{firing}";
        var envelope = new Envelope(By: "svc:pipelines", Cycle: cycle, Cause: [cycle]);
        log.Add("run.started", run, Training(trigger, firing), envelope);
        log.Day += 0.02;
        string recipe = $"sha256:recipe-{_commit}";
        log.Add("version.registered", version, new()
        {
            ["noun"] = "model",
            ["name"] = "delay",
            ["origin"] = "pipeline",
            ["run"] = run,
            ["recipe"] = recipe,
            ["pipeline"] = "pl-1",
            ["commit"] = _commit,
        }, envelope with { Digest = $"sha256:{version}" });
        log.Add("run.finished", run, new() { ["status"] = "succeeded", ["cpu_s"] = 312, ["cost"] = 0.02 }, envelope);
        Test($"mit-{version}", "model-integration", _commit, 3, version);
        if (day >= FlightDelay.Rung3) Decide(day, version, envelope);
        else if (day % 3 == 0 || _champion == "mv-imported") Adopt(version, () => _releases.ByHand(version, _commit, $"rel-{version}"));
    }

    private JsonObject Training(string trigger, string firing) => new()
    {
        ["purpose"] = "train",
        ["for"] = "production",
        ["trigger"] = trigger,
        ["firing"] = firing,
        ["pipeline"] = "pl-1",
        ["steps"] = 5,
        ["stages"] = new JsonArray("prepare", "train", "validate"),
        ["commit"] = _commit,
        ["verified"] = true,
        ["clean"] = true,
        ["env"] = "env-1",
        ["environment"] = "production",
        ["target"] = "pool-a",
        ["managed"] = true,
        ["inputs"] = new JsonObject { ["flights"] = _data },
        ["params"] = 4,
        ["metrics"] = 6,
        ["artifacts"] = 3,
        ["primary"] = "auc",
        ["eval"] = _data,
        ["duration_s"] = 90,
    };

    private void Decide(int day, string version, Envelope envelope)
    {
        log.Add("gate.decided", $"gate-{version}", new()
        {
            ["version"] = version,
            ["champion"] = _champion,
            ["suites"] = 3,
            ["slices"] = 4,
            ["eval"] = "sha256:eval",
            ["train"] = "sha256:train",
            ["decision"] = "promote",
        }, envelope with { By = "svc:delivery" });
        string strategy = (day - FlightDelay.Rung3) % 120 < 30 ? "ab" : "canary";
        Adopt(version, () => _releases.ByMachine(version, _commit, strategy, envelope.Cycle!));
    }

    private void Adopt(string version, Action release)
    {
        release();
        _champion = version;
        _championRecipe = $"sha256:recipe-{_commit}";
        log.Add("alias.moved", $"alias-{version}", new() { ["owner"] = "model", ["name"] = "production", ["of"] = "delay", ["to"] = version }, new(By: "svc:registry"));
        if (log.Day >= FlightDelay.Rung3 && settings.App)
            log.Add("alias.moved", $"bind-{version}", new() { ["owner"] = "app", ["name"] = "production", ["of"] = "flight-app", ["to"] = version, ["edited_lines"] = 0 }, new(By: "svc:registry"));
    }

    // A new recipe is executed again on the day it goes out, and whatever is served once a month.
    private void Reproduce()
    {
        if (_championRecipe is null) return;
        _reproduced = _championRecipe;
        log.Add("probe.finished", $"repro-{log.Day}", new()
        {
            ["of"] = "reproduce",
            ["ok"] = true,
            ["recipe"] = _championRecipe,
            ["rel_delta"] = 0.0004,
            ["version"] = _champion,
        }, new(By: "svc:pipelines", Grade: 3));
    }

    private void Test(string id, string suite, string commit, int tests, string? version)
    {
        JsonObject data = new() { ["purpose"] = "test", ["suite"] = suite, ["trigger"] = "change", ["commit"] = commit, ["verified"] = true, ["ref"] = "main", ["tests"] = tests };
        if (version is not null) data["version"] = version;
        Run(id, data, new(By: "svc:code"));
    }

    private void Run(string id, JsonObject data, Envelope envelope)
    {
        log.Add("run.started", id, data, envelope);
        log.Add("run.finished", id, new() { ["status"] = "succeeded" }, envelope);
    }
}
