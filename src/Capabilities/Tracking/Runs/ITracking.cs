using Cairn.Contracts.Ledger;

namespace Cairn.Tracking;

/// <summary>Runs, as MLflow clients make them over HTTP, for the other rooms. The same tables, the same rules.</summary>
public interface ITracking
{
    /// <summary>Starts a run; when a run with this id is there already it is answered as it is.</summary>
    Task<TrackedRun> StartAsync(StartRun start, Actor actor, IReadOnlyList<string> cause, CancellationToken cancellation = default);

    /// <summary>Adds parameters, metric points and tags; durable when it returns. The same point twice is one point.</summary>
    Task LogAsync(string runId, IReadOnlyList<RunParam> parameters, IReadOnlyList<RunMetric> metrics, IReadOnlyList<RunTag> tags, CancellationToken cancellation = default);

    Task LogInputsAsync(string runId, IReadOnlyList<RunInput> datasets, CancellationToken cancellation = default);

    /// <param name="path">Plain segments separated by <c>/</c>.</param>
    Task PutArtifactAsync(string runId, string path, Stream content, CancellationToken cancellation = default);

    /// <param name="status"><c>FINISHED</c>, <c>FAILED</c> or <c>KILLED</c>.</param>
    Task EndAsync(string runId, string status, CancellationToken cancellation = default);
}

/// <summary>A run to be started. <paramref name="RunId"/> is 32 lower-case hex digits, or null for a new one.</summary>
/// <param name="Experiment">Name of the experiment; made when absent.</param>
/// <param name="Managed">True when the control plane runs it; its ledger events are then written by that room, not here.</param>
public sealed record StartRun(string? Project, string Experiment, string? RunName, string? RunId, bool Managed, IReadOnlyList<RunTag> Tags);

/// <summary>A run as it stands.</summary>
public sealed record TrackedRun(string RunId, string ExperimentId, string Name, string Status);

/// <param name="Timestamp">Unix milliseconds.</param>
public sealed record RunMetric(string Key, double Value, long Timestamp, long Step);

public sealed record RunParam(string Key, string Value);

public sealed record RunTag(string Key, string Value);

/// <summary>A dataset a run read. <paramref name="Digest"/> is that of its content; <paramref name="Context"/> e.g. <c>training</c>.</summary>
public sealed record RunInput(string Name, string Digest, string SourceType, string Source, string Context);
