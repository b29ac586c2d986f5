using System.Text.RegularExpressions;
using Cairn.Contracts.Projects;

namespace Cairn.Projects;

/// <summary>The people a project file names, by their actor ids: a bare name is <c>person:name</c>.</summary>
public static partial class PeopleOfFile
{
    public const string Owner = "owner";

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByRole(ProjectInfo info)
    {
        var roles = info.People.ToDictionary(r => r.Key, r => (IReadOnlyList<string>)[.. r.Value.Select(IdOf).Distinct(StringComparer.Ordinal)], StringComparer.Ordinal);
        if (info.Owner is { } owner) roles[Owner] = [IdOf(owner)];
        return roles;
    }

    /// <summary>Whoever registered the project owns it where the file names nobody.</summary>
    public static string OwnerOf(ProjectInfo info, string registeredBy) => info.Owner is { } owner ? IdOf(owner) : registeredBy;

    public static string IdOf(string text) => text == "local" || text.Contains(':', StringComparison.Ordinal) ? text : "person:" + text;

    public static bool IsPerson(string id, bool simulated) => id == "local" || Person().IsMatch(id) || (simulated && Simulated().IsMatch(id));

    /// <summary>Faults of people who cannot be in this world.</summary>
    public static IEnumerable<FileFault> Check(ProjectFileResult result, bool simulated)
    {
        ProjectInfo info = result.File!.Project;
        string allowed = simulated ? "a person is a name, 'person:name' or 'sim:name'" : "a person is a name or 'person:name'; simulated people live in a simulated world only";
        foreach ((string role, IReadOnlyList<string> people) in info.People)
            foreach (string person in people.Where(p => !IsPerson(IdOf(p), simulated))) yield return result.FaultAt($"project.people.{role}", $"'{person}': {allowed}");
        if (info.Owner is { } owner && !IsPerson(IdOf(owner), simulated)) yield return result.FaultAt("project.owner", $"'{owner}': {allowed}");
    }

    [GeneratedRegex(@"\Aperson:[A-Za-z0-9][A-Za-z0-9._@+-]{0,90}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Person();

    [GeneratedRegex(@"\Asim:[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Simulated();
}
