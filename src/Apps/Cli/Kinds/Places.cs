using System.Text.RegularExpressions;

namespace Cairn.Cli.Kinds;

/// <summary>The places of a route, as the arguments of a verb.</summary>
internal static partial class Places
{
    public static IEnumerable<(string Name, string Description)> Of(string route) => Pattern().Matches(route)
        .Select(match => match.Groups["name"].Value)
        .Where(name => name != "project")
        .Select(name => (name, Describe(name)));

    public static bool HasProject(string route) => route.Contains("{project}", StringComparison.Ordinal);

    private static string Describe(string name) => name switch
    {
        "version" => "version number, where it does not stand with the model: delay/14",
        "id" => "id as the list shows it",
        _ => $"{name} as the list shows it",
    };

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
