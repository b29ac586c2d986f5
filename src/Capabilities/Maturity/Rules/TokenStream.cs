using System.Globalization;

namespace Cairn.Maturity.Rules;

/// <summary>The tokens of one rule with the small readers that both parsers share.</summary>
internal sealed class TokenStream(string rule)
{
    private const int MaxDepth = 32;
    private readonly List<Token> _tokens = Tokenizer.Read(rule);
    private int _at;
    private int _depth;

    public Token Next => _tokens[_at];

    public Token Ahead => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    /// <summary>Where the next token begins: what was read ends before it, save blanks.</summary>
    public int LastEnd => Next.Column - 1;

    public bool Take(string text)
    {
        if (!Next.Is(text)) return false;
        _at++;
        return true;
    }

    public void Expect(string text)
    {
        if (!Take(text)) throw new RuleSyntaxException($"expected '{text}', found {Next}", Next.Column);
    }

    public void ExpectEnd()
    {
        if (Next.Kind != TokenKind.End) throw new RuleSyntaxException($"expected the end of the rule, found {Next}", Next.Column);
    }

    public string Word(string what)
    {
        if (Next.Kind != TokenKind.Word) throw new RuleSyntaxException($"expected {what}, found {Next}", Next.Column);
        return _tokens[_at++].Text;
    }

    public string Path()
    {
        string path = Word("a field");
        while (Next.Is(".") && Ahead.Kind == TokenKind.Word)
        {
            _at++;
            path += "." + Word("a field");
        }
        return path;
    }

    public Number Number()
    {
        if (Take("$")) return new Number(0, Word("a parameter"));
        if (Next.Kind != TokenKind.Number) throw new RuleSyntaxException($"expected a number, found {Next}", Next.Column);
        return new Number(double.Parse(_tokens[_at++].Text, CultureInfo.InvariantCulture));
    }

    public string Literal()
    {
        if (Next.Kind is not (TokenKind.Word or TokenKind.Number or TokenKind.Text))
            throw new RuleSyntaxException($"expected a value, found {Next}", Next.Column);
        return _tokens[_at++].Text;
    }

    public IReadOnlyList<string> WordList()
    {
        Expect("(");
        var values = new List<string> { Literal() };
        while (Take(",")) values.Add(Literal());
        Expect(")");
        return values;
    }

    public Span Span()
    {
        if (Take("$")) return new Span(TimeSpan.Zero, Parameter: Word("a parameter"));
        if (Take("max"))
        {
            using IDisposable depth = Deeper();
            Expect("(");
            Span left = Span();
            Expect(",");
            Span right = Span();
            Expect(")");
            return new Span(TimeSpan.Zero, Left: left, Right: right);
        }
        if (Next.Kind != TokenKind.Span) throw new RuleSyntaxException($"expected a span such as 14d, found {Next}", Next.Column);
        return SpanOf(_tokens[_at++]);
    }

    /// <summary>Counts nesting, so that a rule of a thousand brackets is refused and not run out of stack.</summary>
    public IDisposable Deeper()
    {
        if (++_depth > MaxDepth) throw new RuleSyntaxException("nested too deeply", Next.Column);
        return new Leave(this);
    }

    private static Span SpanOf(Token token)
    {
        // At most six digits: a span of 2,700 years is already a slip of the hand.
        if (!int.TryParse(token.Text.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n > 999_999)
            throw new RuleSyntaxException("a span is a whole number of at most six digits", token.Column);
        return token.Text[^1] switch
        {
            'm' => new Span(TimeSpan.FromMinutes(n)),
            'h' => new Span(TimeSpan.FromHours(n)),
            'd' => new Span(TimeSpan.FromDays(n)),
            _ => new Span(TimeSpan.Zero, n),
        };
    }

    private sealed class Leave(TokenStream stream) : IDisposable
    {
        public void Dispose() => stream._depth--;
    }
}
