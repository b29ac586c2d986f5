namespace Cairn.Tracking.Search;

/// <summary>Understands <c>filter</c> and <c>order_by</c>; what it does not understand is refused, and no part of the text reaches SQL.</summary>
public static class SearchParser
{
    private const int MaxLength = 20_000;

    /// <exception cref="MlflowException">It is not a filter, with the position.</exception>
    public static IReadOnlyList<Comparison> Filter(string? filter, SearchGrammar grammar)
    {
        if (string.IsNullOrWhiteSpace(filter)) return [];
        if (filter.Length > MaxLength) throw MlflowException.Invalid($"The filter is longer than {MaxLength} characters.");
        var scanner = new SearchScanner(filter);
        var all = new List<Comparison>();
        do all.Add(Next(scanner, grammar));
        while (scanner.TryWord("AND"));
        return scanner.AtEnd ? all : throw scanner.Fault("'AND' or the end is expected");
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

    private static Comparison Next(SearchScanner scanner, SearchGrammar grammar)
    {
        (SearchEntity entity, string name) = scanner.Key();
        SearchKey key = grammar.Resolve(entity, name);
        string sign = scanner.Operator();
        Refuse(scanner, grammar, key, sign);
        return new Comparison(key, sign, sign switch
        {
            "IS NULL" or "IS NOT NULL" => null,
            "IN" or "NOT IN" => List(scanner),
            _ => grammar.IsNumber(key) ? scanner.Number() : scanner.Literal(),
        });
    }

    private static void Refuse(SearchScanner scanner, SearchGrammar grammar, SearchKey key, string sign)
    {
        bool fits = sign switch
        {
            "=" or "!=" => true,
            "<" or "<=" or ">" or ">=" => grammar.IsNumber(key),
            "LIKE" or "ILIKE" => !grammar.IsNumber(key),
            "IN" or "NOT IN" => grammar.IsListed(key),
            _ => key.Entity is SearchEntity.Param or SearchEntity.Tag,
        };
        if (!fits) throw scanner.Fault($"'{sign}' does not go with {key.Entity.ToString().ToLowerInvariant()} '{KeyRules.Cut(key.Name, 50)}'");
    }

    private static List<string> List(SearchScanner scanner)
    {
        if (!scanner.TrySign('(')) throw scanner.Fault("'(' is expected");
        var values = new List<string>();
        do values.Add(scanner.Literal());
        while (scanner.TrySign(','));
        return scanner.TrySign(')') ? values : throw scanner.Fault("')' is expected");
    }
}
