using System.Text.Json;
using Cairn.Platform.Web;

namespace Cairn.Delivery;

/// <summary>Releases in the words of the pages.</summary>
internal static class ReleaseWords
{
    public static Status Of(ReleaseAnswer r) => r.State switch
    {
        ReleaseStates.AwaitingApproval => Status.Of("Needs approval", r.Plan.Approve is { } role ? $"of a {role}" : null),
        ReleaseStates.Testing or ReleaseStates.Promoting or ReleaseStates.RollingBack => Status.Of(Token.Run, Word(r.State), r.Reason),
        ReleaseStates.Kept => Status.Of(Token.Idle, "Kept", r.Reason),
        _ => Status.OfState(r.State, r.Reason),
    };

    /// <summary>"Baking at 25 %, judged 30 m after the step began, then 50 %".</summary>
    public static string Sentence(ReleaseAnswer r) => r.State switch
    {
        ReleaseStates.Baking when r.Plan.Ab is { } test => $"Answers {Format.Percent(r.Weight, 0)} of the keys, version {test.ANumber} the rest, until one is shown to be better{(test.Until is { } end ? $" or {Format.Exact(end)}" : "")}",
        ReleaseStates.Kept => $"The version before is kept{(r.Reason is { } kept ? ": " + kept : "")}",
        ReleaseStates.Baking => $"Baking at {Format.Percent(r.Weight, 0)}, judged {Format.Duration(TimeSpan.FromSeconds(r.Plan.EverySeconds))} after the step began, {Next(r)}",
        ReleaseStates.AwaitingApproval => $"Waits until a {r.Plan.Approve ?? "person"} approves it",
        ReleaseStates.Queued => "Waits for the release before it",
        ReleaseStates.Warming => "The data plane loads and warms the version",
        ReleaseStates.Testing => "The version answers its tests before it gets traffic",
        ReleaseStates.Paused => $"Held at {Format.Percent(r.Weight, 0)}: {r.Reason ?? "paused"}",
        ReleaseStates.Promoting => "Takes everything over",
        ReleaseStates.RollingBack => "The previous version takes everything back",
        _ => $"{Word(r.State)}{(r.Reason is { } why ? ": " + why : "")}",
    };

    /// <summary>The lines of a verdict kept as evidence.</summary>
    public static IReadOnlyList<EvidenceLine> Lines(JsonElement? evidence)
        => evidence is { ValueKind: JsonValueKind.Object } e && e.TryGetProperty("lines", out JsonElement lines) && lines.ValueKind == JsonValueKind.Array
            ? [.. lines.EnumerateArray().Select(l => new EvidenceLine(Text(l, "measure") ?? "", Text(l, "verdict") ?? "", Number(l, "canary"), Number(l, "stable"), Number(l, "limit"), Text(l, "reason")))] : [];

    public static string Word(string state) => Status.OfState(state).Word;

    private static string Next(ReleaseAnswer r) => r.Step + 1 < r.Plan.Weights.Count ? $"then {Format.Percent(r.Plan.Weights[r.Step + 1] / 1000.0, 0)}" : "then it is done";

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement v) && v.ValueKind != JsonValueKind.Null ? v.ToString() : null;

    private static double? Number(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.Number ? v.GetDouble() : null;
}

/// <summary>One measure of a canary against the stable version.</summary>
public sealed record EvidenceLine(string Measure, string Verdict, double? Canary, double? Stable, double? Limit, string? Reason);
