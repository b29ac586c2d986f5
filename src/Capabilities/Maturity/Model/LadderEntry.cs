namespace Cairn.Maturity.Model;

internal sealed class LadderEntry
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public List<LevelEntry> Levels { get; init; } = [];
}
