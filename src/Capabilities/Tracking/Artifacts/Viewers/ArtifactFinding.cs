using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>Finds a file by the run that it belongs to, within the project that is asked.</summary>
internal sealed class ArtifactFinding(IDatabase database, RunListStore runs, RunViews views, FileService files)
{
    /// <exception cref="ApiException">404: no such run in the project, or no such file of it.</exception>
    public async Task<(RunView Run, TrackedFile File)> FindAsync(string project, string run, string path, CancellationToken cancellation)
    {
        (RunRow row, RunView view) = await database.ReadAsync(s => runs.Find(s, project, run) is { } found ? (found, views.Of(s, [found])[0]) : throw ApiException.NotFound("run", run), cancellation);
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
}
