using System.Text.Json.Nodes;

namespace Cairn.Pipelines.Runs;

/// <summary>A run as <c>/api/v1</c> shows it; steps and journal where one run is asked for.</summary>
internal sealed record RunView(
    string Id, long Number, string State, string Target, string Commit, string Purpose, string Trigger, string? TriggerName, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt,
    string? Version, string? Failure, JsonNode? Inputs, IReadOnlyList<StepView>? Steps, IReadOnlyList<JournalLine>? Journal)
{
    /// <summary><c>low</c>, <c>normal</c> or <c>high</c> for all its steps; null for what they say themselves.</summary>
    public string? Priority { get; init; }

    /// <summary>So far, at the prices of where its steps ran; null where nothing is charged.</summary>
    public double? Cost { get; init; }

    public static RunView Of(PipelineRun r, IReadOnlyList<PipelineStep>? steps = null, IReadOnlyList<JournalLine>? journal = null) => new(
        r.Id, r.Number, r.State, r.Target, r.CommitId, r.Purpose, r.TriggerKind, r.TriggerName, Time(r.CreatedAt), r.FinishedAt is { } f ? Time(f) : null,
        r.Version, r.Failure, steps is null || r.Inputs is null ? null : JsonNode.Parse(r.Inputs), steps is null ? null : [.. steps.Select(StepView.Of)], journal) { Priority = RunWords.Of(r.Priority), Cost = steps is null ? null : PipelineStep.CostOf(steps) };

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}

/// <summary>A step of a run.</summary>
internal sealed record StepView(string Step, string State, string? Why, int Attempt, double CpuS, long PeakMemory, long DurationMs, string? Identity, JsonNode? Outputs, string? Failure, JsonNode? Params, double? Score, int? Rung, string? Verdict, string? Environment, string? Drift, [property: System.Text.Json.Serialization.JsonIgnore] int Place)
{
    /// <summary>At the price of where it ran; null where nothing is charged.</summary>
    public double? Cost { get; init; }

    /// <summary>The container image that it ran in, with its digest as far as that is known; null without one.</summary>
    public string? Image { get; init; }

    public static StepView Of(PipelineStep s)
        => new(s.Step, s.State, s.Why, s.Attempt, s.CpuS, s.PeakMemory, s.DurationMs, s.Identity, s.Outputs is null ? null : JsonNode.Parse(s.Outputs), s.Failure,
            s.Changes is null ? null : JsonNode.Parse(s.Changes), s.Score, s.Rung, s.Verdict, s.Environment, s.Drift, s.Place) { Cost = s.Cost, Image = s.Image };
}
