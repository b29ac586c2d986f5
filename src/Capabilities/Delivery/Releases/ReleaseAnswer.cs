using System.Text.Json;

namespace Cairn.Delivery;

/// <summary>A release as the API tells it; weights are 0 to 1.</summary>
public sealed record ReleaseAnswer(
    string Id, string Of, string Name, string Environment, string Version, string Subject, string Digest, string? Commit, string? Previous, string Strategy, ReleasePlanned Plan,
    string Trigger, bool Rollback, string State, long Seq, int Step, double Weight, int Holds, string? Reason, string? Result,
    DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt, IReadOnlyList<ReleaseStep>? Journal)
{
    internal static ReleaseAnswer From(Release r, IReadOnlyList<ReleaseLine>? journal) => new(
        r.Id, r.Kind, r.Name, r.Environment, r.VersionId, r.Kind == Release.Model ? $"{r.Name}/{r.VersionNumber}" : r.Name, r.Digest, r.CommitId, r.PreviousId, r.Strategy, r.Planned,
        r.TriggerKind, r.Rollback, r.State, r.Seq, r.Step, r.Weight / 1000.0, r.Holds, r.Reason, r.IsOpen ? null : r.Result,
        At(r.CreatedAt), At(r.UpdatedAt), r.FinishedAt is { } end ? At(end) : null, journal is null ? null : [.. journal.Select(ReleaseStep.Of)]);

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}

/// <summary>One line of the journal.</summary>
public sealed record ReleaseStep(long Seq, DateTimeOffset At, string From, string To, double Weight, string By, string? Reason, JsonElement? Evidence)
{
    internal static ReleaseStep Of(ReleaseLine l) => new(
        l.Seq, DateTimeOffset.FromUnixTimeMilliseconds(l.At), l.FromState, l.ToState, l.Weight / 1000.0, l.Actor, l.Reason, l.Evidence is null ? null : JsonDocument.Parse(l.Evidence).RootElement);
}
