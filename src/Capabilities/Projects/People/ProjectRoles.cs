using System.Security.Cryptography;
using System.Text;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <inheritdoc cref="IRoles"/>
internal sealed class ProjectRoles(RoleStore store) : IRoles
{
    public IReadOnlyList<string> RolesOf(SqlSession session, string project, string person) => store.RolesOf(session, project, person);

    public IReadOnlyList<PersonView> PeopleOf(SqlSession session, string project) =>
    [
        .. store.Of(session, project).GroupBy(r => r.Person)
            .Select(g => new PersonView(g.Key, [.. g.Select(r => new HeldRole(r.Role, r.GrantedBy, DateTimeOffset.FromUnixTimeMilliseconds(r.Since)))])),
    ];

    public string? OwnerOf(SqlSession session, string project) => store.OwnerOf(session, project);

    public string HowToHold(SqlSession session, string project, string person, string role)
        => store.Waiting(session, project).FirstOrDefault(w => (w.Person, w.Role) == (person, role)) is { } waits
            ? $"cairn.yaml gives it to you and it waits. {WaitingRoleView.Of(waits).Hint}"
            : "The project's owner grants roles.";

    public string PersonOf(SqlSession session, string project, Signature signature, bool whole = false)
    {
        string[] people = [.. store.Of(session, project).Select(r => r.Person).Distinct(StringComparer.Ordinal)];
        return Match(people, signature, whole) ?? "person:git-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{signature.Name}\n{signature.Email}")))[..12];
    }

    // By whole id, whole address, then the address before '@', then the name.
    private static string? Match(IReadOnlyList<string> people, Signature signature, bool whole)
    {
        string before = signature.Email.Split('@')[0];
        string? named = Find(p => p == signature.Name || p == signature.Email) ?? Find(p => Bare(p) == signature.Email && before != signature.Email);
        return named is not null || whole ? named : Find(p => Bare(p) == before) ?? Find(p => Bare(p) == signature.Name);

        string? Find(Func<string, bool> fits) => people.FirstOrDefault(fits);
    }

    private static string Bare(string person) => person[(person.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
