using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Projects;

/// <summary>What <c>project.declared</c> says of a project file.</summary>
internal static class Declaration
{
    public static JsonObject Data(ProjectView project, string owner)
    {
        ProjectFile file = project.File;
        ProjectInfo info = file.Project;
        return new JsonObject
        {
            ["commit"] = project.Commit,
            ["file"] = project.FileDigest,
            ["repo"] = project.Repository,
            ["profile"] = Word(info.Profile),
            ["owner"] = owner,
            ["purpose"] = info.Purpose,
            ["use_case"] = info.UseCase,
            ["serving"] = Word(info.Serving),
            ["apps"] = Texts(info.Apps),
            ["cadence"] = info.Cadence is { } cadence ? Span(cadence) : null,
            ["target"] = info.Target,
            ["answers"] = info.Answers.Count == 0 ? null : new JsonObject([.. info.Answers.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))]),
            ["people"] = new JsonObject([.. PeopleOfFile.ByRole(info).Select(r => KeyValuePair.Create(r.Key, (JsonNode?)Texts(r.Value)))]),
            ["declares"] = new JsonArray([.. Declares(file)]),
        };
    }

    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A span in one unit: <c>7d</c>, <c>36h</c>, <c>90m</c>.</summary>
    public static string Span(TimeSpan span)
        => span.Ticks % TimeSpan.TicksPerDay == 0 ? $"{span.TotalDays}d" : span.Ticks % TimeSpan.TicksPerHour == 0 ? $"{span.TotalHours}h" : $"{Math.Ceiling(span.TotalMinutes)}m";

    /// <summary>The role that must approve before a release into this environment, if any endpoint asks for one.</summary>
    public static string? ApproverOf(ProjectFile file, string environment)
        => file.Endpoints.Values.Select(e => e.Releases.GetValueOrDefault(environment)?.Approve).FirstOrDefault(a => a is not null);

    private static IEnumerable<JsonObject> Declares(ProjectFile file) =>
    [
        .. file.Environments.Values.Select(e => Entry("environment", e.Name, ("role", Word(e.Role)), ("approve", ApproverOf(file, e.Name)))),
        .. file.Data.Values.Select(d => Entry("contract", d.Name)),
        .. file.Gates.Values.Select(g => Entry("gate", g.Name)),
        .. file.Monitors.Values.Select(m => Entry("monitor", m.Name, ("endpoint", m.Watch))),
        .. file.Monitors.Values.Where(m => m.Marker is not null).Select(m => MarkerOf(m, file.Project)),
        .. file.Triggers.Values.Select(t => Entry("trigger", t.Name)),
    ];

    private static JsonObject MarkerOf(Contracts.Projects.Monitor monitor, ProjectInfo info)
    {
        JsonObject entry = Entry("marker", monitor.Name, ("monitor", monitor.Name));
        entry["owners"] = Texts(monitor.Marker!.Owners.SelectMany(role => PeopleOfFile.ByRole(info).GetValueOrDefault(role) ?? []).Distinct(StringComparer.Ordinal));
        entry["consumers"] = Texts(monitor.Marker.Consumer is { } consumer ? [consumer] : []);
        return entry;
    }

    private static JsonObject Entry(string kind, string name, params (string Key, string? Value)[] more)
    {
        var entry = new JsonObject { ["kind"] = kind, ["name"] = name };
        foreach ((string key, string? value) in more)
            if (value is not null) entry[key] = value;
        return entry;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
