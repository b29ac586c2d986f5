using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>Finds files by the run that they belong to, within the project that is asked.</summary>
internal sealed class ArtifactFinding(IDatabase database, RunListStore runs, RunViews views, FileService files, FileStore store)
{
    /// <exception cref="ApiException">404: no such run in the project, or no such file of it.</exception>
    public async Task<(RunView Run, TrackedFile File)> FindAsync(string project, string run, string path, CancellationToken cancellation)
    {
        (RunRow row, RunView view) = await RunAsync(project, run, cancellation);
        FileRow? file = null;
        try
        {
            file = await files.FindAsync($"{files.Root(row.ArtifactUri)}/{ArtifactPath.Parse(path)}", cancellation);
        }
        catch (MlflowException)
        {
            // No path that a file could have: there is none.
        }
        return file is { Digest: { } digest } ? (view, new TrackedFile(path, digest, file.Size)) : throw ApiException.NotFound("artifact", path, "See the artifacts on the page of the run.");
    }

    /// <summary>A page of a run's files by path, of all folders; none where they lie in another store.</summary>
    /// <param name="after">The path before the page; null for the first.</param>
    /// <exception cref="ApiException">404: no such run in the project.</exception>
    public async Task<(RunView Run, Page<TrackedFile> Files)> ListAsync(string project, string run, string? after, int limit, CancellationToken cancellation)
    {
        (RunRow row, RunView view) = await RunAsync(project, run, cancellation);
        if (files.OwnRoot(row.ArtifactUri) is not { } root) return (view, new Page<TrackedFile>([], null));
        IReadOnlyList<FileRow> found = await database.ReadAsync(s => store.Below(s, root, after, limit + 1), cancellation);
        return (view, Page<TrackedFile>.Of([.. found.Select(f => new TrackedFile(f.Path[(root.Length + 1)..], f.Digest!, f.Size))], limit, f => f.Path));
    }

    /// <exception cref="ApiException">404: no such run in the project.</exception>
    public async Task<string> IdAsync(string project, string run, CancellationToken cancellation) => (await RunAsync(project, run, cancellation)).Row.Id;

    private Task<(RunRow Row, RunView View)> RunAsync(string project, string run, CancellationToken cancellation)
        => database.ReadAsync(s => runs.Find(s, project, run) is { } found ? (found, views.Of(s, [found], RunFields.None)[0]) : throw ApiException.NotFound("run", run), cancellation);
}
