namespace Cairn.Registry.Cards;

/// <summary>What somebody wrote.</summary>
/// <param name="Number">From 1 within the part, over all versions of the model; nothing that was written is lost.</param>
/// <param name="FromVersion">The version it was written for; it holds for later ones too, until another is written for one of them.</param>
/// <param name="Text">Empty where somebody took the text away.</param>
public sealed record CardText(string Part, int Number, int FromVersion, string Text, string Author, DateTimeOffset WrittenAt);
