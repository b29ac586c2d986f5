using System.Text.RegularExpressions;
using Cairn.Platform.Http;

namespace Cairn.Projects;

/// <summary>Where a repository is: an https URL or an absolute path on this machine, read by our own parser and nothing git would make of it.</summary>
/// <param name="Host">Null for a path.</param>
internal sealed partial record RepositoryAddress(string Text, string? Host, int Port)
{
    private const string Mend = "Give an https URL such as https://git.example.org/team/project.git, or an absolute path on the server's machine.";
    private const int MaxLength = 1000;

    public bool IsLocal => Host is null;

    /// <exception cref="ApiException">400: it is neither.</exception>
    public static RepositoryAddress Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) throw ApiException.Invalid("repository", "'repository' is missing.", Mend);
        if (text.Length > MaxLength || text.Any(c => char.IsControl(c) || c is '\\' or '\u2028' or '\u2029')) throw Refused();
        if (text[0] == '/') return Segments(text[1..].TrimEnd('/')) ? new RepositoryAddress(text.TrimEnd('/'), null, 0) : throw Refused();
        Match match = Url().Match(text);
        if (!match.Success || !Segments(match.Groups["path"].Value[1..])) throw Refused();
        int port = match.Groups["port"] is { Success: true } p ? int.Parse(p.ValueSpan) : 443;
        return port is > 0 and < 65536 ? new RepositoryAddress(text, match.Groups["host"].Value, port) : throw Refused();
    }

    private static ApiException Refused() => ApiException.Invalid("repository", "'repository' is neither an https URL nor an absolute path.", Mend);

    private static bool Segments(string path) => path.Split('/').All(s => s.Length > 0 && s is not ("." or "..") && s[0] != '-');

    // No user info, query, fragment, percent signs or IPv6 literals; lower-case scheme and host.
    [GeneratedRegex(@"\Ahttps://(?<host>[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*)(:(?<port>[0-9]{1,5}))?(?<path>(/[A-Za-z0-9._~+-]+)+)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Url();
}
