namespace Cairn.Projects;

/// <summary>Somebody who wrote, or merged, a change of the project file.</summary>
/// <param name="Roles">Held in the project before the change.</param>
public sealed record FileWriter(string Person, IReadOnlyList<string> Roles);
