namespace Cairn.Data.Changes;

/// <summary>A contract in force.</summary>
internal sealed record ContractRow
{
    public string Project { get; init; } = "";

    /// <summary>The source, or <c>endpoints.</c> with the endpoint.</summary>
    public string Source { get; init; } = "";
    public string Content { get; init; } = "";
}
