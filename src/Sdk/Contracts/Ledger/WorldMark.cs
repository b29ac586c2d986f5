namespace Cairn.Contracts.Ledger;

/// <summary>The word by which a simulated world is known, in its events and on each of its answers.</summary>
public static class WorldMark
{
    /// <summary>Header of every answer of a simulated world, whose value is <see cref="Simulated"/>; a real world sends none.</summary>
    public const string Header = "X-Cairn-World";

    public const string Simulated = "simulated";
}
