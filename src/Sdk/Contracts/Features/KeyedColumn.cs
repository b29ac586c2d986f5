namespace Cairn.Contracts.Features;

/// <summary>A column of a keyed file.</summary>
/// <param name="IsText">Else a number: in a key a whole one.</param>
public sealed record KeyedColumn(string Name, bool IsText);
