using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Experiments;

namespace Cairn.Tracking.Runs;

/// <inheritdoc cref="ITracking"/>
internal sealed class TrackingService(IDatabase database, RunService runs, RunStarts starts, RunLogs logs, ExperimentService experiments, FileService files, TimeProvider time) : ITracking
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<TrackedRun> StartAsync(StartRun start, Actor actor, IReadOnlyList<string> cause, CancellationToken cancellation)
    {
        if (start is { RunId: not null, Managed: false }) throw new ArgumentException("Only a run of the control plane brings its id.", nameof(start));
        if (start.RunId is not null) KeyRules.RunId(start.RunId);
        RunRow run = await database.WriteAsync(s =>
        {
            long experiment = experiments.Ensure(s, start.Experiment, start.Project, actor);
            return starts.Create(s, new RunDraft(experiment, start.RunId, start.RunName, actor.Id, Now, start.Tags) { Managed = start.Managed }, actor, cause);
        }, Lane.Tracking, cancellation);
        return new TrackedRun(run.Id, run.Experiment.ToString(), run.Name, run.Status);
    }

    public Task LogAsync(string runId, IReadOnlyList<RunParam> parameters, IReadOnlyList<RunMetric> metrics, IReadOnlyList<RunTag> tags, CancellationToken cancellation)
        => logs.AddAsync(runId, new RunLog(parameters, metrics, tags), cancellation, byServer: true);

    public Task LogInputsAsync(string runId, IReadOnlyList<RunInput> datasets, CancellationToken cancellation) => runs.LogInputsAsync(runId, [.. datasets.Select(d => new InputRow
    {
        Name = d.Name, Digest = d.Digest, SourceType = d.SourceType, Source = d.Source, Context = d.Context,
        Tags = JsonSerializer.Serialize<RunTag[]>([new RunTag("mlflow.data.context", d.Context)]),
    })], [], cancellation, byServer: true);

    public async Task PutArtifactAsync(string runId, string path, Stream content, CancellationToken cancellation)
    {
        RunRow run = await runs.RowAsync(runId, cancellation);
        await files.PutAsync(files.Root(run.ArtifactUri) + "/" + ArtifactPath.Parse(path), content, cancellation);
    }

    public async Task EndAsync(string runId, string status, CancellationToken cancellation)
    {
        if (status is not ("FINISHED" or "FAILED" or "KILLED")) throw new ArgumentException("A run ends as FINISHED, FAILED or KILLED.", nameof(status));
        await runs.UpdateAsync(runId, status, Now, null, Actor.Service("tracking"), cancellation, byServer: true);
    }
}
