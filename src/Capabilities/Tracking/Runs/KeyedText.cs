namespace Cairn.Tracking;

/// <summary>A parameter or tag of the row numbered <see cref="Owner"/>.</summary>
internal sealed record KeyedText
{
    public long Owner { get; init; }
    public string Key { get; init; } = "";
    public string Value { get; init; } = "";
}
