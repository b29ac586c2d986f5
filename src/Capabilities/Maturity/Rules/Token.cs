namespace Cairn.Maturity.Rules;

internal enum TokenKind { Word, Number, Span, Text, Symbol, End }

/// <summary>One word of a rule. <paramref name="Column"/> counts from 1.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Column)
{
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Symbol && string.Equals(Text, text, StringComparison.Ordinal);

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
