namespace Cairn.Projects;

/// <summary>Who wrote, merged or committed what a new head changes of the project file: a claim of the commits on the branch.</summary>
internal sealed class FileWriters(GitRepositories repositories)
{
    private const int MostCommits = 50;

    /// <returns>Authors and committers. Empty when it cannot be told: history was rewritten, another line was made the branch, or there is too much of it.</returns>
    public async Task<IReadOnlyList<Signature>> OfAsync(string project, string from, string to, CancellationToken cancellation)
    {
        Ancestry between = await repositories.BetweenAsync(project, from, to, cancellation);
        if (between.Rewritten || between.Commits.Count > MostCommits) return [];
        List<Signature> writers = [];
        foreach (string commit in between.Commits)
        {
            CommitInfo info = await repositories.DescribeAsync(project, commit, cancellation);
            // A line beside the branch that was merged the other way round: what it changes was written for another file.
            if (commit == between.Commits[0] && (info.Parents.Count == 0 || info.Parents[0] != from)) return [];
            // Whoever takes over somebody's old commit stands as its committer.
            if (info.Paths.Contains(ProjectFiles.FileName)) writers.AddRange([info.Author, info.Committer]);
        }
        return writers;
    }
}
