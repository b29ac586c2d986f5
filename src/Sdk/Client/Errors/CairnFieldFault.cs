namespace Cairn.Client;

/// <summary>One field of a request and what is wrong with it.</summary>
public sealed record CairnFieldFault(string Field, string Problem, string? Mend = null);
