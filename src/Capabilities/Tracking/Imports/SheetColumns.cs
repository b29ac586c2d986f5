using System.Globalization;

namespace Cairn.Tracking.Imports;

/// <summary>
/// What the columns of a sheet mean: <c>name</c>, <c>status</c>, <c>started</c>, <c>ended</c>, <c>user</c> and <c>note</c> are the run's own; <c>metrics.x</c>,
/// <c>params.x</c> and <c>tags.x</c> say what they are; of the others those with numbers alone are metrics, the rest parameters.
/// </summary>
internal sealed class SheetColumns
{
    private static readonly string[] Own = ["name", "status", "started", "ended", "user", "note"];
    private readonly string[] _names;

    private SheetColumns(string[] names, string[] kinds) => (_names, Kinds) = (names, kinds);

    /// <summary>By column: <c>own</c>, <c>metric</c>, <c>param</c> or <c>tag</c>.</summary>
    public IReadOnlyList<string> Kinds { get; }

    public static SheetColumns Of(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        string[] names = [.. header.Select(h => h.Trim())];
        if (names.Any(n => n.Length == 0)) throw MlflowException.Invalid("A column of the sheet has no name in its first line.");
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw MlflowException.Invalid($"The sheet has two columns '{KeyRules.Cut(twice.Key, 100)}'.");
        return new SheetColumns([.. names.Select(n => Kind(n) is null or "own" ? n : n[(n.IndexOf('.', StringComparison.Ordinal) + 1)..])],
            [.. names.Select((n, i) => Kind(n) ?? (rows.All(r => r[i].Length == 0 || Number(r[i]) is not null) ? "metric" : "param"))]);
    }

    public IEnumerable<string> Named(string kind) => _names.Where((_, i) => Kinds[i] == kind);

    public IEnumerable<(string Key, string Value)> Values(IReadOnlyList<string> row, string kind)
        => _names.Select((name, i) => (name, row[i], Kinds[i])).Where(v => v.Item3 == kind && v.Item2.Length > 0).Select(v => (v.name, v.Item2));

    public string? Value(IReadOnlyList<string> row, string own) => Array.IndexOf(_names, own) is >= 0 and var i && Kinds[i] == "own" && row[i].Length > 0 ? row[i] : null;

    public static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static string? Kind(string name)
        => Own.Contains(name) ? "own" : name.StartsWith("metrics.", StringComparison.Ordinal) ? "metric" : name.StartsWith("params.", StringComparison.Ordinal) ? "param" : name.StartsWith("tags.", StringComparison.Ordinal) ? "tag" : null;
}
