namespace Cairn.Projects;

/// <summary>Who wrote, or merged, what a new head changes of the project file: a claim of the commits on the branch.</summary>
internal sealed class FileWriters(GitRepositories repositories)
{
    private const int MostCommits = 50;

    /// <returns>Empty when it cannot be told: history was rewritten, or there is too much of it.</returns>
    public async Task<IReadOnlyList<Signature>> OfAsync(string project, string from, string to, CancellationToken cancellation)
    {
        Ancestry between = await repositories.BetweenAsync(project, from, to, cancellation);
        if (between.Rewritten || between.Commits.Count > MostCommits) return [];
        List<Signature> writers = [];
        foreach (string commit in between.Commits)
            if (await repositories.DescribeAsync(project, commit, cancellation) is var info && info.Paths.Contains(ProjectFiles.FileName)) writers.Add(info.Author);
        return writers;
    }
}
