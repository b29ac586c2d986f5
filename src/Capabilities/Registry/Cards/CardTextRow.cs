namespace Cairn.Registry.Cards;

/// <inheritdoc cref="CardText"/>
internal sealed record CardTextRow
{
    public long Model { get; init; }
    public string Part { get; init; } = "";
    public long Number { get; init; }
    public long Version { get; init; }
    public string Text { get; init; } = "";
    public string Author { get; init; } = "";
    public long WrittenAt { get; init; }

    /// <summary>Its <c>version.registered</c>.</summary>
    public string Event { get; init; } = "";

    public CardText View() => new(Part, (int)Number, (int)Version, Text, Author, DateTimeOffset.FromUnixTimeMilliseconds(WrittenAt));
}
