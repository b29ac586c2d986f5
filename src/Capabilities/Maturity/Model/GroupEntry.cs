namespace Cairn.Maturity.Model;

/// <summary>Capabilities of which a level asks only some.</summary>
internal sealed class GroupEntry
{
    public string Id { get; init; } = "";

    public string Ladder { get; init; } = "";

    public int Level { get; init; }

    public int Min { get; init; }

    public string[] Members { get; init; } = [];

    public string Why { get; init; } = "";
}
