namespace Cairn.Projects;

/// <summary>A person in one project.</summary>
public sealed record PersonRow(string Person, string Project, IReadOnlyList<HeldRole> Roles);
