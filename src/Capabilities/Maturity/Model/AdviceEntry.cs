namespace Cairn.Maturity.Model;

internal sealed class AdviceEntry
{
    public string[] When { get; init; } = [];

    public int[]? Microsoft { get; init; }

    public string Text { get; init; } = "";
}
