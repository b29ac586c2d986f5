namespace Cairn.Maturity.Rules;

/// <summary>Reads tests: comparisons, links forth and back, and who covers which roles.</summary>
internal sealed class TestParser(TokenStream tokens, string rule)
{
    private static readonly (string Word, Op Op)[] Ops =
    [
        ("=", Op.Equal), ("!=", Op.NotEqual), ("<=", Op.LessOrEqual), (">=", Op.GreaterOrEqual), ("<", Op.Less), (">", Op.Greater),
        ("in", Op.In), ("has", Op.Has), ("meets", Op.Meets),
    ];

    public string Kind()
    {
        Token token = tokens.Next;
        string kind = tokens.Word("a kind of fact");
        return FactKinds.All.Contains(kind) ? kind : throw new RuleSyntaxException($"'{kind}' is not a kind of fact", token.Column);
    }

    /// <summary>Tests in brackets, or none.</summary>
    public IReadOnlyList<Test> Bracketed()
    {
        if (!tokens.Take("[")) return [];
        using IDisposable depth = tokens.Deeper();
        IReadOnlyList<Test> tests = List();
        tokens.Expect("]");
        return tests;
    }

    public IReadOnlyList<Test> List()
    {
        var tests = new List<Test> { One() };
        while (tokens.Take(",")) tests.Add(One());
        return tests;
    }

    private Test One()
    {
        int from = tokens.Next.Column - 1;
        string path = tokens.Path();
        Test test = After(path);
        return test with { Text = rule[from..tokens.LastEnd].Trim() };
    }

    private Test After(string path)
    {
        if (tokens.Take("set")) return new IsSet(path, true, "");
        if (tokens.Take("unset")) return new IsSet(path, false, "");
        if (tokens.Take("->")) return new PointsTo(path, Kind(), Bracketed(), "");
        if (tokens.Take("<-")) return Back(path);
        if (tokens.Take("covers")) return People(path);
        if (tokens.Take("not"))
        {
            tokens.Expect("in");
            return new Compare(path, Op.NotIn, Value(), "");
        }
        foreach ((string word, Op op) in Ops)
            if (tokens.Take(word)) return new Compare(path, op, Value(), "");
        throw new RuleSyntaxException($"expected a test of '{path}' (set, =, ->, covers ...), found {tokens.Next}", tokens.Next.Column);
    }

    private NamedBy Back(string path)
    {
        string kind = Kind();
        tokens.Expect(".");
        return new NamedBy(path, kind, tokens.Path(), Bracketed(), "");
    }

    private Covers People(string path)
    {
        var groups = new List<IReadOnlyList<string>> { Roles() };
        while (tokens.Take("and")) groups.Add(Roles());
        tokens.Expect("by");
        Token token = tokens.Next;
        Number by = tokens.Number();
        if (by.Parameter is not null || by.Value is < 1 or > 99 || by.Value != Math.Floor(by.Value))
            throw new RuleSyntaxException("so many people must be a whole number from 1", token.Column);
        return new Covers(path, groups, (int)by.Value, "");
    }

    private List<string> Roles()
    {
        var roles = new List<string> { tokens.Word("a role") };
        while (tokens.Take("or")) roles.Add(tokens.Word("a role"));
        return roles;
    }

    private Operand Value()
    {
        if (tokens.Take("@")) return new Operand([], Field: tokens.Path());
        if (tokens.Take("$")) return new Operand([], Parameter: tokens.Word("a parameter"));
        return tokens.Next.Is("(") ? new Operand(tokens.WordList()) : new Operand([tokens.Literal()]);
    }
}
