namespace Cairn.Data.Changes;

/// <summary>Something that relies on a source.</summary>
/// <param name="What">In words: <c>step train</c>, <c>endpoint late</c>.</param>
/// <param name="Role">The role that answers for it.</param>
internal sealed record ContractConsumer(string What, string Role);
