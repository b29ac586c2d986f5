using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking;

/// <summary>Runs as they stand, for rooms that speak of them.</summary>
public interface IRuns
{
    /// <summary>Null when there is no run with this id.</summary>
    Task<RunView?> FindAsync(string runId, CancellationToken cancellation = default);

    /// <summary>A run of the project by its id, or the newest one of this name; null when there is none, or it was deleted.</summary>
    Task<RunView?> FindAsync(string project, string idOrName, CancellationToken cancellation = default);

    /// <summary>The project of the run's experiment; null when it has none or there is no such run.</summary>
    Task<string?> ProjectOfAsync(string runId, CancellationToken cancellation = default);

    /// <summary>The project of the experiment that a run or a logged model lies in; null when it has none or there is nothing with this id.</summary>
    string? ProjectOf(SqlSession session, string runOrModel);

    /// <summary>Every file below an artifact URI of this server, by path; the paths are relative to it.</summary>
    /// <exception cref="MlflowException">The URI names another store or is not a plain path.</exception>
    Task<IReadOnlyList<TrackedFile>> FilesAsync(string artifactUri, CancellationToken cancellation = default);

    /// <summary>Where a run's artifacts lie.</summary>
    /// <exception cref="MlflowException">There is no such run.</exception>
    Task<string> ArtifactUriAsync(string runId, CancellationToken cancellation = default);
}
