using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cairn.Platform.Web;

/// <summary>The state of a list as its address says it: filter, sort, columns, cursor, range. Drives page, JSON and CSV alike.</summary>
public sealed record TableQuery(string Path, ImmutableSortedDictionary<string, string> Values)
{
    private const int MostLetters = 4000;
    private static readonly string[] Order = ["q", "sort", "cols", "after", "from", "to", "env", "view", "at"];

    public static TableQuery From(HttpRequest request) => new(
        request.Path,
        request.Query.Where(v => v.Value.Count > 0 && !string.IsNullOrEmpty(v.Value[0]) && v.Value[0]!.Length <= MostLetters)
            .ToImmutableSortedDictionary(v => v.Key, v => v.Value[0]!, StringComparer.Ordinal));

    /// <summary>The filter text, null where there is none.</summary>
    public string? Filter => this["q"];

    /// <summary>The opaque cursor of the page wanted, null for the first.</summary>
    public string? After => this["after"];

    /// <summary>The column sorted by, without its sign.</summary>
    public string? SortKey => this["sort"]?.TrimStart('-');

    public bool Descending => this["sort"] is ['-', ..];

    public string? this[string key] => Values.GetValueOrDefault(key);

    /// <summary>The address with one value changed (null: left out). Anything but the cursor brings back the first page.</summary>
    public string With(string key, string? value)
    {
        var values = key == "after" ? Values : Values.Remove("after");
        return Href(value is null ? values.Remove(key) : values.SetItem(key, value));
    }

    /// <summary>The address that sorts by a column: first as said, then the other way round.</summary>
    public string SortBy(string key, bool descendingFirst = false)
    {
        var descending = SortKey == key ? !Descending : descendingFirst;
        return With("sort", descending ? "-" + key : key);
    }

    /// <summary>The sort key if the list has it, else the given one: an unknown key is ignored.</summary>
    public string KnownSort(IEnumerable<string> keys, string otherwise) => SortKey is { } key && keys.Contains(key, StringComparer.Ordinal) ? key : otherwise;

    private string Href(ImmutableSortedDictionary<string, string> values)
    {
        var ordered = values.OrderBy(v => Array.IndexOf(Order, v.Key) is >= 0 and var i ? i : Order.Length).ThenBy(v => v.Key, StringComparer.Ordinal);
        var href = QueryHelpers.AddQueryString(Path, ordered.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)));
        return href.Length == 0 ? "/" : href;
    }
}
