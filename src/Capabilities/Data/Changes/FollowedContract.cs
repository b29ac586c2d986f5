namespace Cairn.Data.Changes;

/// <summary>A contract of the project file, of a source or of what an endpoint takes, as changes of it are followed.</summary>
/// <param name="Name">The source's name, or <c>endpoints.</c> with that of the endpoint.</param>
/// <param name="Content">What the file says, as text.</param>
/// <param name="Renew">A text as this release writes it: earlier ones wrote less.</param>
/// <param name="Compare">The file against the text that is in force.</param>
/// <param name="Consumers">Who relies on it.</param>
internal sealed record FollowedContract(string Name, string Content, Func<string, string> Renew, Func<string, ContractDifference> Compare, Func<IReadOnlyList<ContractConsumer>> Consumers);

/// <summary>What the project file says otherwise than the contract in force.</summary>
/// <param name="Owners">Roles that answer for the one in force.</param>
/// <param name="Breaks">What those who rely on it can no longer rely on.</param>
/// <param name="Besides">What else is another.</param>
internal sealed record ContractDifference(IReadOnlyList<string> Owners, IReadOnlyList<string> Breaks, IReadOnlyList<string> Besides);
