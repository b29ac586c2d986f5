namespace Cairn.Code;

/// <summary>What is known of a project's commits: changes, builds with digest, test counts.</summary>
public interface ICodeRecords
{
    /// <summary>Null when the commit was not seen on the branch.</summary>
    Task<ChangeView?> ChangeAsync(string project, string commit, CancellationToken cancellation = default);

    /// <summary>
    /// The build that holds at a commit: its own, or, when the commit did not touch the build's area, the newest successful one before it.
    /// <see cref="BuildView.Commit"/> says which. Null when there is none.
    /// </summary>
    Task<BuildView?> BuildOfAsync(string project, string build, string commit, CancellationToken cancellation = default);

    /// <summary>The newest successful build by name, or null.</summary>
    Task<BuildView?> LatestBuildAsync(string project, string build, CancellationToken cancellation = default);

    /// <summary>The suites that hold at a commit, each as in <see cref="BuildOfAsync"/>: its own run or the newest finished one before it.</summary>
    Task<IReadOnlyList<SuiteResult>> SuitesAsync(string project, string commit, CancellationToken cancellation = default);

    /// <summary>The newest finished run of each suite.</summary>
    Task<IReadOnlyList<SuiteResult>> LatestSuitesAsync(string project, CancellationToken cancellation = default);
}
