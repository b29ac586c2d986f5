using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking.Runs;

/// <inheritdoc cref="IRuns"/>
internal sealed class RunReader(IDatabase database, TrackingStores stores, RunListStore list, RunViews views, FileService files) : IRuns
{
    public Task<RunView?> FindAsync(string runId, CancellationToken cancellation)
        => database.ReadAsync(s => stores.Runs.Find(s, runId) is { } run ? views.Of(s, [run])[0] : null, cancellation);

    public Task<RunView?> FindAsync(string project, string idOrName, CancellationToken cancellation)
        => database.ReadAsync(s => list.Find(s, project, idOrName) is { } run ? views.Of(s, [run])[0] : null, cancellation);

    public Task<string?> ProjectOfAsync(string runId, CancellationToken cancellation) => database.ReadAsync(s => ProjectOf(s, runId), cancellation);

    public string? ProjectOf(SqlSession session, string runOrModel)
        => (stores.Runs.Find(session, runOrModel)?.Experiment ?? stores.Models.Find(session, runOrModel, deletedToo: true)?.Experiment) is { } home ? stores.Experiments.Find(session, home)?.Project : null;

    public async Task<IReadOnlyList<TrackedFile>> FilesAsync(string artifactUri, CancellationToken cancellation)
    {
        string root = files.Root(artifactUri);
        IReadOnlyList<FileRow> rows = await database.ReadAsync(s => stores.Files.Below(s, root), cancellation);
        return [.. rows.Select(f => new TrackedFile(f.Path[(root.Length + 1)..], f.Digest!, f.Size))];
    }

    public Task<string> ArtifactUriAsync(string runId, CancellationToken cancellation)
        => database.ReadAsync(s => stores.Runs.Find(s, KeyRules.RunId(runId))?.ArtifactUri ?? throw MlflowException.Missing($"Run with id={runId} not found"), cancellation);
}
