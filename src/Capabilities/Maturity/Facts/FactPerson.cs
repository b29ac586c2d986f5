namespace Cairn.Maturity.Facts;

/// <summary>Somebody with the roles held in the project at the moment of the act.</summary>
internal sealed record FactPerson(string Id, IReadOnlyList<string> Roles);
