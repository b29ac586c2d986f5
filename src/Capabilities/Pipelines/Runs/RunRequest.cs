using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>What a run is asked to do, by a person or a trigger.</summary>
/// <param name="Target">The step to reach; null for the last one.</param>
/// <param name="TriggerKind"><c>manual</c>, <c>schedule</c>, <c>data</c>, <c>drift</c>, <c>metric</c>, <c>incident</c>, <c>webhook</c>, <c>change</c> or <c>retry</c>.</param>
internal sealed record RunRequest(string Project, string? Target, string TriggerKind, Actor Actor)
{
    public string? Commit { get; init; }
    public string? TriggerName { get; init; }
    public string? Firing { get; init; }

    /// <summary>Id of the event that caused it.</summary>
    public string? Cause { get; init; }

    /// <summary>Null for what the environment declares.</summary>
    public double? Sample { get; init; }

    /// <summary>Replaces parameters of the file, by <c>step.name</c>.</summary>
    public JsonObject Params { get; init; } = [];

    public bool NoCache { get; init; }

    /// <summary>As in <see cref="PipelineRun"/>.</summary>
    public bool Dirty { get; init; }

    /// <summary>As in <see cref="PipelineRun"/>.</summary>
    public bool AllowDrift { get; init; }

    /// <summary>As in <see cref="PipelineRun"/>.</summary>
    public Priority? Priority { get; init; }

    /// <summary><c>production</c>, or <c>experiment</c>: never released by itself. Null: an experiment when it runs on a share of the data.</summary>
    public string? Purpose { get; init; }
}
