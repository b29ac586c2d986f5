using System.Text.RegularExpressions;
using Cairn.Platform.Http;

namespace Cairn.Projects;

/// <summary>Which texts may stand for a branch or a commit in a command line.</summary>
internal static partial class GitNames
{
    /// <exception cref="ApiException">400: it is no name of a branch.</exception>
    public static string Branch(string text)
        => BranchForm().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("//", StringComparison.Ordinal)
            && text.Split('/').All(s => s.Length > 0 && s[0] != '.' && s[^1] != '.' && !s.EndsWith(".lock", StringComparison.Ordinal))
            ? text : throw ApiException.Invalid("branch", "'branch' is not the name of a branch.", "Name a branch such as main or release/1.0.");

    /// <exception cref="ApiException">404: nothing else names a commit.</exception>
    public static string Commit(string text) => CommitForm().IsMatch(text) ? text : throw ApiException.NotFound("commit", "of that id", "A commit is 40 hex digits.");

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}\z", RegexOptions.NonBacktracking)]
    private static partial Regex BranchForm();

    [GeneratedRegex(@"\A([0-9a-f]{40}|[0-9a-f]{64})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CommitForm();
}
