namespace Cairn.Maturity.Model;

internal sealed class SourceEntry
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public string Url { get; init; } = "";
}
