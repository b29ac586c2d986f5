using System.Collections.Concurrent;
using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>The table a version was trained on. Its bins are learned once: the table never changes.</summary>
/// <param name="Table">A table expression.</param>
internal sealed record Reference(string Table)
{
    private readonly ConcurrentDictionary<string, ReferenceBins> _bins = new(StringComparer.Ordinal);
    private IReadOnlySet<string>? _columns;

    public IReadOnlySet<string> Columns(DuckConnection duck) => _columns ??= DriftMeasure.Columns(duck, Table);

    public ReferenceBins Bins(DuckConnection duck, string column) => _bins.GetOrAdd(column, c => ReferenceBins.Learn(duck, Table, c));
}
