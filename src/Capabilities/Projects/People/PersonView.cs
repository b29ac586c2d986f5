namespace Cairn.Projects;

/// <summary>A person and the roles held in one project, each since a domain time.</summary>
public sealed record PersonView(string Person, IReadOnlyList<HeldRole> Roles);

/// <param name="By"><c>file</c> when the project file declares it, <c>hand</c> when it was granted by a person.</param>
public sealed record HeldRole(string Role, string By, DateTimeOffset Since);
