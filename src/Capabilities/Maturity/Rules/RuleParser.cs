using System.Globalization;

namespace Cairn.Maturity.Rules;

/// <summary>Reads one rule (the grammar stands in docs/reference/rules.md) into its tree; throws <see cref="RuleSyntaxException"/>.</summary>
internal sealed class RuleParser
{
    private readonly string _rule;
    private readonly TokenStream _tokens;
    private readonly TestParser _tests;

    private RuleParser(string rule)
    {
        _rule = rule;
        _tokens = new TokenStream(rule);
        _tests = new TestParser(_tokens, rule);
    }

    public static RuleNode Parse(string rule)
    {
        var parser = new RuleParser(rule);
        RuleNode node = parser.Any();
        parser._tokens.ExpectEnd();
        return node;
    }

    private RuleNode Any()
    {
        var parts = new List<RuleNode> { All() };
        while (_tokens.Take("or")) parts.Add(All());
        return parts.Count == 1 ? parts[0] : new AnyOf(parts);
    }

    private RuleNode All()
    {
        var parts = new List<RuleNode> { Part() };
        while (_tokens.Take("and")) parts.Add(Part());
        return parts.Count == 1 ? parts[0] : new AllOf(parts);
    }

    private RuleNode Part()
    {
        if (!_tokens.Take("(")) return Clause();
        using IDisposable depth = _tokens.Deeper();
        RuleNode inner = Any();
        _tokens.Expect(")");
        return inner;
    }

    private Clause Clause()
    {
        int from = _tokens.Next.Column - 1;
        Each? each = EachOf();
        Amount amount = AmountOf();
        string kind = _tests.Kind();
        IReadOnlyList<Test> filter = _tests.Bracketed();
        Span? within = _tokens.Take("in") ? _tokens.Span() : null;
        Number? min = _tokens.Take("min") ? _tokens.Number() : null;
        IReadOnlyList<Test> tests = _tokens.Take(":") ? _tests.List() : [];
        Shape shape = ShapeOf();
        return new Clause(each, amount, kind, filter, within, min, tests, shape, _rule[from.._tokens.LastEnd].Trim());
    }

    private Each? EachOf()
    {
        if (!_tokens.Take("each")) return null;
        string path = _tokens.Path();
        IReadOnlyList<string>? values = _tokens.Take("in") ? _tokens.WordList() : null;
        _tokens.Expect(":");
        return new Each(path, values);
    }

    private Amount AmountOf()
    {
        Token token = _tokens.Next;
        if (_tokens.Take("last")) return new Amount(AmountKind.Last, _tokens.Number());
        if (_tokens.Take("current")) return new Amount(AmountKind.Current, null);
        if (_tokens.Take("no")) return new Amount(AmountKind.AtMost, new Number(0));
        if (_tokens.Take("at")) return AtLeastOrMost();
        if (token.Kind != TokenKind.Number && !token.Is("$"))
            throw new RuleSyntaxException($"expected last, current, at least, at most, no or a share, found {token}", token.Column);
        Number share = _tokens.Number();
        _tokens.Expect("%");
        _tokens.Expect("of");
        return new Amount(AmountKind.Share, share);
    }

    private Amount AtLeastOrMost()
    {
        if (_tokens.Take("least")) return new Amount(AmountKind.AtLeast, _tokens.Number());
        _tokens.Expect("most");
        return new Amount(AmountKind.AtMost, _tokens.Number());
    }

    private Shape ShapeOf()
    {
        var shape = new Shape();
        while (true)
        {
            Token token = _tokens.Next;
            if (_tokens.Take("fresh")) shape = Once(token, shape.Fresh) ? shape with { Fresh = _tokens.Span() } : shape;
            else if (_tokens.Take("spanning")) shape = Once(token, shape.Spanning) ? shape with { Spanning = _tokens.Span() } : shape;
            else if (_tokens.Take("distinct")) shape = Once(token, shape.Distinct) ? shape with { Distinct = DistinctOf() } : shape;
            else if (_tokens.Take("grade")) shape = Once(token, shape.Grade) ? shape with { Grade = AtLeast() } : shape;
            else return shape;
        }
    }

    private static bool Once(Token token, object? present) =>
        present is null ? true : throw new RuleSyntaxException(string.Create(CultureInfo.InvariantCulture, $"{token} stands twice"), token.Column);

    private Distinct DistinctOf() => new(_tokens.Path(), AtLeast());

    private Number AtLeast()
    {
        _tokens.Expect(">=");
        return _tokens.Number();
    }
}
