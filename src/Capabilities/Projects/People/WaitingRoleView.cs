namespace Cairn.Projects;

/// <summary>A role that the file gives and that is not in force, over HTTP and on the page.</summary>
/// <param name="Asked">Who may give it: holders of these roles.</param>
public sealed record WaitingRoleView(string Person, string Role, string ProposedBy, DateTimeOffset ProposedAt, IReadOnlyList<string> Asked)
{
    /// <summary>What one who may give it does.</summary>
    internal string Hint => $"Given by {string.Join(" or ", Asked)}: cairn people grant --person {Person} --role {Role}";

    internal static WaitingRoleView Of(WaitingRole row)
        => new(row.Person, row.Role, row.ProposedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.ProposedAt), row.Role == PeopleOfFile.Owner ? [row.Role] : [row.Role, PeopleOfFile.Owner]);
}
