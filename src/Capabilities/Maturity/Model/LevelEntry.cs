namespace Cairn.Maturity.Model;

internal sealed class LevelEntry
{
    public string Name { get; init; } = "";

    public string[] Highlights { get; init; } = [];
}
