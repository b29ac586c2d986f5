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
