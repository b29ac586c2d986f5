namespace Cairn.Tracking.Search;

/// <summary>Understands <c>filter</c> and <c>order_by</c>; what it does not understand is refused, and no part of the text reaches SQL.</summary>
public static class SearchParser
{
    private const int MaxLength = 20_000, MaxDepth = 32, MaxComparisons = 200;

    /// <summary>Null for an empty filter. AND binds closer than OR; parentheses as usual.</summary>
    /// <exception cref="MlflowException">It is not a filter, with the position.</exception>
    public static Condition? Filter(string? filter, SearchGrammar grammar)
    {
        if (string.IsNullOrWhiteSpace(filter)) return null;
        if (filter.Length > MaxLength) throw MlflowException.Invalid($"The filter is longer than {MaxLength} characters.");
        var scanner = new SearchScanner(filter);
        Condition all = Any(scanner, grammar, 0);
        if (!scanner.AtEnd) throw scanner.Fault("'AND', 'OR' or the end is expected");
        return all.Comparisons.Count() <= MaxComparisons ? all : throw MlflowException.Invalid($"The filter has more than {MaxComparisons} comparisons.");
    }

    /// <exception cref="MlflowException">A clause is not <c>key [ASC|DESC]</c>, or a key comes twice.</exception>
    public static IReadOnlyList<SearchOrder> OrderBy(IReadOnlyList<string> clauses, SearchGrammar grammar)
    {
        var orders = clauses.Select(c => Order(c, grammar)).ToList();
        return orders.DistinctBy(o => o.Key).Count() == orders.Count ? orders : throw MlflowException.Invalid("`order_by` contains duplicate fields.");
    }

    private static SearchOrder Order(string clause, SearchGrammar grammar)
    {
        var scanner = new SearchScanner(clause);
        (SearchEntity entity, string name) = scanner.Key();
        bool descending = !scanner.TryWord("ASC") && scanner.TryWord("DESC");
        return scanner.AtEnd ? new SearchOrder(grammar.Resolve(entity, name), descending)
            : throw MlflowException.Invalid($"Invalid order_by clause '{KeyRules.Cut(clause, 100)}'.");
    }

    private static Condition Any(SearchScanner scanner, SearchGrammar grammar, int depth)
    {
        var parts = new List<Condition>();
        do parts.Add(All(scanner, grammar, depth));
        while (scanner.TryWord("OR"));
        return parts.Count == 1 ? parts[0] : new Joined(false, parts);
    }

    private static Condition All(SearchScanner scanner, SearchGrammar grammar, int depth)
    {
        var parts = new List<Condition>();
        do parts.Add(One(scanner, grammar, depth));
        while (scanner.TryWord("AND"));
        return parts.Count == 1 ? parts[0] : new Joined(true, parts);
    }

    private static Condition One(SearchScanner scanner, SearchGrammar grammar, int depth)
    {
        if (!scanner.TrySign('(')) return Next(scanner, grammar);
        if (depth == MaxDepth) throw scanner.Fault($"parentheses go no deeper than {MaxDepth}");
        Condition inner = Any(scanner, grammar, depth + 1);
        return scanner.TrySign(')') ? inner : throw scanner.Fault("')' is expected");
    }

    private static Comparison Next(SearchScanner scanner, SearchGrammar grammar)
    {
        (SearchEntity entity, string name) = scanner.Key();
        SearchKey key = grammar.Resolve(entity, name);
        string sign = scanner.Operator();
        bool number = grammar.IsNumber(key);
        if (!Fits(sign, key, number, grammar.Patterns)) throw scanner.Fault($"'{sign}' does not go with {key.Entity.ToString().ToLowerInvariant()} '{KeyRules.Cut(key.Name, 50)}'");
        return new Comparison(key, sign, sign switch
        {
            "IS NULL" or "IS NOT NULL" => null,
            "IN" or "NOT IN" => number ? List(scanner, scanner.Number) : List(scanner, scanner.Literal),
            _ => number ? scanner.Number() : scanner.Literal(),
        });
    }

    private static bool Fits(string sign, SearchKey key, bool number, bool patterns) => sign switch
    {
        "=" or "!=" or "IN" or "NOT IN" => true,
        "<" or "<=" or ">" or ">=" => number,
        "LIKE" or "ILIKE" => !number,
        "RLIKE" => patterns && !number,
        _ => key.Entity is SearchEntity.Metric or SearchEntity.Param or SearchEntity.Tag or SearchEntity.Metadata or SearchEntity.Feedback or SearchEntity.Expectation,
    };

    private static List<T> List<T>(SearchScanner scanner, Func<T> item)
    {
        if (!scanner.TrySign('(')) throw scanner.Fault("'(' is expected");
        var values = new List<T>();
        do values.Add(item());
        while (scanner.TrySign(','));
        return scanner.TrySign(')') ? values : throw scanner.Fault("')' is expected");
    }
}
