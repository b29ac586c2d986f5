using Cairn.Platform.Http;
using Cairn.Platform.Processes;

namespace Cairn.Projects;

/// <summary>What git's failures mean to the user; its own words, which hold paths, stay in the log.</summary>
internal static class GitFaults
{
    private static readonly (string Words, string Meaning)[] Known =
    [
        ("couldn't find remote ref", "The repository has no such branch."),
        ("does not appear to be a git repository", "There is no git repository there."),
        ("not found", "There is no git repository there, or it is not public."),
        ("Could not resolve host", "The host of the repository has no address."),
        ("Authentication failed", "The repository asks for a sign-in."),
        ("could not read Username", "The repository asks for a sign-in."),
        ("detected dubious ownership", "The repository belongs to another user of the server's machine."),
        ("fsck error", "The repository holds objects that are malformed."),
        ("Redirects", "The repository has moved; give its new address."),
    ];

    public static ApiException NotInstalled => Unfetched("Git is not installed on the server.");

    public static ApiException Of(GitResult result)
    {
        if (result.Process.End == ProcessEnd.TimedOut) return Unfetched("The repository did not answer in time.");
        foreach ((string words, string meaning) in Known)
            if (result.Errors.Contains(words, StringComparison.OrdinalIgnoreCase)) return Unfetched(meaning);
        return Unfetched("The repository could not be fetched; the server's log has git's own words.");
    }

    private static ApiException Unfetched(string detail) => new(422, "repository-unreachable", detail) { Field = "repository", Mend = "Look at the address and the branch." };
}
