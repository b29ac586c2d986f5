using Cairn.Tracking.Search;

namespace Cairn.Tracking.Traces.Measures;

/// <summary>Which traces, and which of their parts, are measured: <c>trace.status = 'OK'</c>, <c>span.type = 'TOOL'</c>; all of the comparisons hold.</summary>
internal sealed record MeasureFilter(IReadOnlyList<Comparison> OfTrace, IReadOnlyList<Comparison> OfPart)
{
    private const int Most = 50;

    /// <exception cref="MlflowException">One is no comparison, or asks what this view does not know.</exception>
    public static MeasureFilter Parse(IReadOnlyList<string> filters, MeasureView view)
    {
        if (filters.Count > Most) throw MlflowException.Invalid($"There are more than {Most} filters.");
        var (traces, parts) = (new List<Comparison>(), new List<Comparison>());
        foreach (string filter in filters)
        {
            int dot = filter.IndexOf('.', StringComparison.Ordinal);
            string of = dot < 0 ? "" : filter[..dot].Trim();
            if (of == MeasureView.Traces.Part) traces.Add(Comparison(filter[(dot + 1)..], MeasureView.Traces));
            else if (of == view.Part) parts.Add(Comparison(filter[(dot + 1)..], view));
            else throw MlflowException.Invalid($"Invalid filter '{KeyRules.Cut(filter, 100)}': with view_type {view.Name} it must begin with 'trace.'{(view == MeasureView.Traces ? "" : $" or '{view.Part}.'")}.");
        }
        return new MeasureFilter(traces, parts);
    }

    private static Comparison Comparison(string text, MeasureView view)
    {
        var scanner = new SearchScanner(text);
        (SearchEntity entity, string name) = scanner.Key();
        bool ofTrace = view == MeasureView.Traces;
        if (!(ofTrace && entity is SearchEntity.Tag or SearchEntity.Metadata) && !(entity == SearchEntity.Attribute && view.Fields.Contains(name)))
            throw MeasureView.OneOf("filters", $"{view.Part}.{text.Trim()}", view.Fields.Concat(ofTrace ? ["tag.<key>", "metadata.<key>"] : []).Select(f => $"{view.Part}.{f}"));
        string sign = scanner.Operator();
        if (sign is not ("=" or "!=" or "LIKE" or "ILIKE")) throw scanner.Fault($"'{sign}' is not for measures; use =, !=, LIKE or ILIKE");
        string value = scanner.Literal();
        if (!scanner.AtEnd) throw scanner.Fault("the end is expected; give another condition as a filter of its own");
        return new Comparison(ofTrace ? TraceSearchKey(entity, name) : new SearchKey(entity, name), sign, value);
    }

    private static SearchKey TraceSearchKey(SearchEntity entity, string name) => Searching.TraceSearchStore.Grammar.Resolve(entity, name);
}
