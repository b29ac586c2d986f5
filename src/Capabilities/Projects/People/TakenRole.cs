namespace Cairn.Projects;

/// <summary>A role that a new project file no longer gives to somebody who held it.</summary>
public sealed record TakenRole(string Person, string Role);
