using System.Text.Json.Nodes;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Loop;

/// <summary>From the source to the gates.</summary>
internal static class BuildStations
{
    public static Station Source(LoopRecord loop, DateTimeOffset now)
    {
        if (loop.Ingest is not { } run) return Missing("source", "Source", "database", "cairn data ingest", loop, "data");
        SubjectLog? made = loop.Dataset?.Text("run") == run.Id ? loop.Dataset : null;
        bool late = now - run.Last.At > loop.Settings.Beat * 1.5;
        Status status = run.Find("run.finished") is null ? Status.Of("Running")
            : run.Text("status") != "succeeded" ? Status.Of("Failed", run.Text("failure") ?? run.Text("reason"))
            : late ? Status.Of("Late") : Status.Of("On time");
        string name = made?.Text("name") ?? loop.Dataset?.Text("name") ?? SubjectNames.Short(run.Id);
        return new Station("source", "Source", "database", name, status, Note(status.Why, "last " + Stations.Age(run, now)), Href(loop, "data")) { Moving = status.Word == "Running" };
    }

    public static Station Dataset(LoopRecord loop, DateTimeOffset now)
    {
        if (loop.Dataset is not { } version) return Missing("dataset", "Dataset", "stack-2", "no version yet", loop, "data");
        string rows = version.Number("rows") is { } n ? $"{Format.Count((long)n)} rows · " : "";
        return new Station("dataset", "Dataset", "stack-2", loop.Names.Label(version.Id) ?? version.Id, Status.Of("Registered"), rows + Stations.Age(version, now), Href(loop, "data"));
    }

    public static Station Run(LoopRecord loop, DateTimeOffset now)
    {
        if (loop.Run is not { } run) return Missing("run", "Pipeline run", "sitemap", "cairn run", loop, "pipelines");
        Status status = loop.Running ? Status.Of("Running") : run.Text("status") switch
        {
            "succeeded" => Status.Of("Succeeded"),
            "cancelled" => Status.Of("Cancelled"),
            _ => Status.Of("Failed", run.Text("failure")),
        };
        string took = run.Number("duration_s") is { } seconds ? Format.Duration(TimeSpan.FromSeconds(seconds)) + " · " : "";
        string by = run.Text("trigger") is { } trigger ? $"by {(trigger == "manual" ? "hand" : trigger)} · " : "";
        return new Station("run", "Pipeline run", "sitemap", SubjectNames.Short(run.Id), status, Note(status.Why, by + took + Stations.Age(run, now)), Href(loop, "pipelines")) { Moving = loop.Running };
    }

    public static Station Version(LoopRecord loop, DateTimeOffset now)
    {
        if (loop.Version is not { } version) return Missing("version", "Model version", "cube", "made by a run", loop, "models");
        SubjectLog? run = version.Text("run") is { } id ? loop.Log.Subject("run", id) : null;
        string? primary = run?.Text("primary");
        double? value = primary is not null && run!.Field("metrics") is JsonObject metrics ? EventData.Number(metrics[primary]) : null;
        string metric = value is not null ? $"{LoopNumbers.Word(primary!)} {Format.Metric(value)} · " : "";
        Status status = version.Text("origin") == "imported" ? Status.Of(Token.Warn, "Imported") : Status.Of("Registered");
        return new Station("version", "Model version", "cube", loop.Names.Label(version.Id) ?? version.Id, status, metric + Stations.Age(version, now), loop.Names.Version(version.Id, loop.Project).Href ?? Href(loop, "models"));
    }

    public static Station Gates(LoopRecord loop, DateTimeOffset now)
    {
        if (loop.Gate is not { } gate) return Missing("gates", "Gates", "shield-check", "no decision yet", loop, "models");
        Status status = gate.Text("decision") switch { "promote" => Status.Of("Passed"), "reject" => Status.Of("Refused"), _ => Status.Of("Hold") };
        string champion = gate.Text("champion") is { } other ? $"against {loop.Names.Label(other) ?? SubjectNames.Short(other)} · " : "";
        return new Station("gates", "Gates", "shield-check", Counted(gate) ?? Version(gate, loop), status, Note(gate.Text("reason"), champion + Stations.Age(gate, now)), Href(loop, "models"));
    }

    internal static Station Missing(string id, string noun, string icon, string note, LoopRecord loop, string section)
        => new(id, noun, icon, "none yet", Status.Of("Unknown"), note, Href(loop, section));

    internal static string Href(LoopRecord loop, string section) => $"/p/{loop.Project}/{section}";

    internal static string Note(string? why, string otherwise) => why is { Length: > 0 and < 60 } ? why : otherwise;

    private static string Version(SubjectLog gate, LoopRecord loop) => gate.Text("version") is { } version ? loop.Names.Label(version) ?? SubjectNames.Short(version) : "decided";

    // "6 of 7" where the checks tell their verdicts.
    private static string? Counted(SubjectLog gate)
    {
        if (gate.Field("checks") is not JsonArray { Count: > 0 } checks) return null;
        int passed = checks.OfType<JsonObject>().Count(c => EventData.Flag(c["passed"]) is true || EventData.Text(c["verdict"]) is "pass" or "passed");
        return passed == 0 && gate.Text("decision") == "promote" ? null : $"{passed} of {checks.Count}";
    }
}
