namespace Cairn.Maturity.Sentences;

/// <summary>A piece of a sentence, a link where there is a page about it.</summary>
internal readonly record struct SentencePart(string Text, string? Href = null)
{
    public static implicit operator SentencePart(string text) => new(text);
}
