using System.Text.Json.Nodes;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Output;

/// <summary>Which columns and rows the reader asked for. <paramref name="sort"/> and <paramref name="chosen"/> name columns by heading or field.</summary>
internal sealed class TableView(IReadOnlyList<Column> all, string? sort, string? chosen, int limit)
{
    /// <summary>Sorted as asked (else in the server's order), cut at the limit; rows without the sorted value come last.</summary>
    /// <exception cref="UsageException">No column or field has the name to sort by.</exception>
    public IReadOnlyList<JsonObject> Rows(IReadOnlyList<JsonObject> rows)
    {
        IEnumerable<JsonObject> ordered = rows;
        if (sort is not null && rows.Count > 0)
        {
            var path = Find(sort.TrimStart('-', '+'), rows).Path;
            var down = sort.StartsWith('-');
            var having = rows.Where(row => JsonText.Find(row, path) is not null).ToList();
            var sorted = having.Order(Comparer<JsonObject>.Create((left, right) => Compare(left, right, path) * (down ? -1 : 1)));
            ordered = sorted.Concat(rows.Except(having));
        }
        return [.. limit == 0 ? ordered : ordered.Take(limit)];
    }

    /// <exception cref="UsageException">A chosen name is neither a column nor a field.</exception>
    public IReadOnlyList<Column> Columns(IReadOnlyList<JsonObject> rows) =>
        chosen is null ? all : [.. chosen.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => Find(name, rows))];

    private Column Find(string name, IReadOnlyList<JsonObject> rows)
    {
        if (all.FirstOrDefault(column => column.Header.Equals(name, StringComparison.OrdinalIgnoreCase) || column.Path.Split('|').Contains(name)) is { } known)
        {
            return known;
        }
        // A short name stands for a metric, as on the page: auc for metrics.auc.
        foreach (var path in new[] { name, "metrics." + name, "params." + name, "data." + name })
        {
            if (rows.Select(row => JsonText.Find(row, path)).FirstOrDefault(value => value is not null) is { } value)
            {
                return Column.OfField(path, JsonText.Number(value) is not null) with { Header = name.ToUpperInvariant() };
            }
        }
        var words = all.Select(column => column.Header.ToLowerInvariant()).Concat(rows.SelectMany(row => row.Select(field => field.Key))).Distinct().ToList();
        var nearest = Nearest.Of(name, words);
        throw new UsageException($"no column '{name}'", nearest is null ? "there are " + string.Join(", ", words) : $"did you mean {nearest}?");
    }

    private static int Compare(JsonObject left, JsonObject right, string path)
    {
        var (a, b) = (JsonText.Find(left, path), JsonText.Find(right, path));
        return JsonText.Number(a) is { } x && JsonText.Number(b) is { } y ? x.CompareTo(y) : string.CompareOrdinal(JsonText.Raw(a), JsonText.Raw(b));
    }
}
