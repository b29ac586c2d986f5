namespace Cairn.Contracts.DataContracts;

/// <summary>A promise of a contract that another version of it no longer makes.</summary>
/// <param name="Column">Null when it is about the whole.</param>
public sealed record ContractBreak(string? Column, string What)
{
    public override string ToString() => Column is null ? What : $"{Column}: {What}";
}
