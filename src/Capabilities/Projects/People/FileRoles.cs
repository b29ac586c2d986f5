using Cairn.Contracts.Projects;

namespace Cairn.Projects;

/// <summary>Who has which role by a project file.</summary>
internal sealed class FileRoles(ProjectInfo info, string registeredBy)
{
    private readonly HashSet<(string Person, string Role)> _pairs =
    [
        .. PeopleOfFile.ByRole(info).SelectMany(r => r.Value.Select(p => (p, r.Key))), (PeopleOfFile.OwnerOf(info, registeredBy), PeopleOfFile.Owner),
    ];

    public bool Gives(string person, string role) => _pairs.Contains((person, role));

    public IEnumerable<(string Person, string Role)> Without(FileRoles? before) => before is null ? _pairs : _pairs.Except(before._pairs);
}
