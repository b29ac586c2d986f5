using System.Collections.Concurrent;
using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>The table a version was trained on. What is learned of a column is learned once: the table never changes.</summary>
/// <param name="Table">A table expression.</param>
internal sealed record Reference(string Table)
{
    private readonly ConcurrentDictionary<string, ReferenceBins> _bins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ReferenceRange> _ranges = new(StringComparer.Ordinal);
    private Dictionary<string, bool>? _columns;

    /// <summary>Columns of numbers, texts and truths: those that an endpoint can be sent.</summary>
    public IReadOnlyCollection<string> Columns(DuckConnection duck) => Typed(duck).Keys;

    public bool Has(DuckConnection duck, string column) => Typed(duck).ContainsKey(column);

    public bool IsText(DuckConnection duck, string column) => Typed(duck)[column];

    public ReferenceBins Bins(DuckConnection duck, string column)
        => _bins.GetOrAdd(column, c => IsText(duck, c) ? ReferenceBins.Texts(duck, Table, c) : ReferenceBins.Numbers(duck, Table, c));

    public ReferenceRange Range(DuckConnection duck, string column)
        => _ranges.GetOrAdd(column, c => IsText(duck, c) ? ReferenceRange.Texts(duck, Table, c) : ReferenceRange.Numbers(duck, Table, c));

    private Dictionary<string, bool> Typed(DuckConnection duck)
    {
        if (_columns is not null) return _columns;
        using DuckResult result = duck.Query($"""
            select column_name, column_type in ('VARCHAR', 'BOOLEAN') from (describe select * from {Table})
            where regexp_full_match(column_type, 'U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|VARCHAR|BOOLEAN')
            """);
        return _columns = result.Rows().ToDictionary(r => (string)r[0]!, r => (bool)r[1]!, StringComparer.Ordinal);
    }
}
