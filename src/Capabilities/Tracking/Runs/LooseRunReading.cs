using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Artifacts.Viewers;

namespace Cairn.Tracking.Runs;

/// <summary>Reads what the page of a run of no project shows.</summary>
internal sealed class LooseRunReading(IDatabase database, TrackingStores stores, RunPageReading reading, ArtifactFinding finding)
{
    private const int Files = 50;

    /// <summary>Where the run is shown when it belongs to a project by now; null when it does not.</summary>
    /// <exception cref="ApiException">404: the experiment has no such run.</exception>
    public Task<string?> HomeAsync(long experiment, string id, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        if (stores.Runs.Find(s, id) is not { } run || run.Experiment != experiment) throw ApiException.NotFound("run", id, $"See /experiments/{experiment} for those of the experiment.");
        return stores.Experiments.Find(s, experiment) is { Project: not null } home ? $"{home.Href}/runs/{run.Id}" : null;
    }, cancellation);

    /// <exception cref="ApiException">404: there is none.</exception>
    public async Task<LooseRunModel> ReadAsync(string id, IReadOnlyList<string> chosen, CancellationToken cancellation)
    {
        (RunCurvesModel shown, _, long traces) = await reading.RunAsync("", id, chosen, cancellation);
        Page<TrackedFile> kept = await finding.ListAsync(await database.ReadAsync(s => stores.Runs.Find(s, id)?.ArtifactUri, cancellation), null, Files, cancellation);
        return new LooseRunModel(shown, kept.Items, kept.Next is not null, traces);
    }
}
