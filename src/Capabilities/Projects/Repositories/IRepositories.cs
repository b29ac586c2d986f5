using Cairn.Platform.Http;

namespace Cairn.Projects;

/// <summary>Each project's repository as a bare mirror of ours and read-only trees of its commits. Git runs without the user's configuration, hooks, filters and prompts.</summary>
public interface IRepositories
{
    /// <summary>Brings the branch's new commits into the mirror and returns its head. What was fetched once stays, also after a forced push.</summary>
    /// <exception cref="ApiException">404: no such project; 422: the repository does not answer or has no such branch.</exception>
    Task<string> FetchAsync(string project, CancellationToken cancellation = default);

    /// <summary>A directory with that commit's tree; kept and reused, not to be written to. Symbolic links are plain files with their target in them.</summary>
    /// <exception cref="ApiException">404: the mirror has no such commit.</exception>
    Task<string> CheckoutAsync(string project, string commit, CancellationToken cancellation = default);

    /// <summary>Whether the directory of a checkout holds exactly what the commit does, file by file; looked at once as long as this server runs.</summary>
    /// <exception cref="ApiException">404: the mirror has no such commit.</exception>
    Task<bool> IsIntactAsync(string project, string commit, CancellationToken cancellation = default);

    /// <exception cref="ApiException">404: the mirror has no such commit.</exception>
    Task<CommitInfo> DescribeAsync(string project, string commit, CancellationToken cancellation = default);

    /// <summary>Commits of the first-parent line of <paramref name="to"/> that <paramref name="from"/> does not have, oldest first; all up to the root without <paramref name="from"/>.</summary>
    Task<Ancestry> BetweenAsync(string project, string? from, string to, CancellationToken cancellation = default);

    /// <summary>The bytes of one regular file at a commit; null when it is not there or no regular file.</summary>
    /// <exception cref="ApiException">413: it is larger than <paramref name="most"/> bytes.</exception>
    Task<byte[]?> ReadAsync(string project, string commit, string path, long most, CancellationToken cancellation = default);
}
