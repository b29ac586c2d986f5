using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cairn.Data.Expectations;

/// <summary>A first contract from what was seen, for people to correct: what holds of every profile holds of the draft, with some room. Pure.</summary>
internal static partial class ContractDraft
{
    private const int MostValues = 12, LeastRows = 50;
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Reserved = ["rows", "fresh", "unique", "columns"];

    /// <summary>The section <c>expect:</c> in YAML.</summary>
    /// <param name="profiles">At least one, oldest first.</param>
    /// <param name="key">Columns that name a row.</param>
    public static string Write(IReadOnlyList<JsonElement> profiles, IReadOnlyList<string> key)
    {
        var text = new StringBuilder("expect:\n");
        long[] rows = [.. profiles.Select(p => p.GetProperty("rows").GetInt64())];
        text.Append(CultureInfo.InvariantCulture, $"  rows: {{min: {rows.Min() / 2}{Change(rows)}}}\n");
        Dictionary<string, List<(JsonElement Column, long Rows)>> columns = [];
        foreach ((JsonElement profile, long n) in profiles.Zip(rows))
            foreach (JsonElement c in profile.GetProperty("columns").EnumerateArray())
            {
                columns.TryAdd(c.GetProperty("name").GetString()!, []);
                columns[c.GetProperty("name").GetString()!].Add((c, n));
            }
        if (key.Count > 1 && key.All(columns.ContainsKey)) text.Append(CultureInfo.InvariantCulture, $"  unique: [{string.Join(", ", key.Select(Quoted))}]\n");
        foreach ((string name, List<(JsonElement, long)> seen) in columns.Where(c => !Reserved.Contains(c.Key))) text.Append(CultureInfo.InvariantCulture, $"  {Quoted(name)}: {Column(name, seen, profiles.Count, key)}\n");
        if (columns.Keys.Any(Reserved.Contains)) text.Append("  columns:\n");
        foreach ((string name, List<(JsonElement, long)> seen) in columns.Where(c => Reserved.Contains(c.Key))) text.Append(CultureInfo.InvariantCulture, $"    {name}: {Column(name, seen, profiles.Count, key)}\n");
        return text.ToString();
    }

    private static string Column(string name, List<(JsonElement Column, long Rows)> seen, int profiles, IReadOnlyList<string> key)
    {
        string[] types = [.. seen.Select(s => s.Column.GetProperty("type").GetString()!).Distinct(StringComparer.Ordinal)];
        string type = types is [var one] ? one : types.All(t => t is "int" or "float") ? "float" : "text";
        List<string> rules = [$"type: {type}"];
        double missing = seen.Max(s => s.Rows == 0 ? 0 : s.Column.GetProperty("missing").GetInt64() / (double)s.Rows);
        // Half as much again, in whole percents.
        if (missing < 1) rules.Add($"missing: {Math.Min(100, Math.Ceiling(missing * 150)).ToString(CultureInfo.InvariantCulture)}%");
        if (type is "int" or "float" && Range(seen) is { } range) rules.Add($"range: {range}");
        if (type == "text" && Values(seen) is { } values) rules.Add($"in: {values}");
        if (key is [var only] && only == name) rules.Add("unique: true");
        if (seen.Count < profiles) rules.Add("optional: true");
        return '{' + string.Join(", ", rules) + '}';
    }

    // A tenth of the width on either side; what was never negative stays so.
    private static string? Range(List<(JsonElement Column, long Rows)> seen)
    {
        double[] least = [.. Numbers(seen, "min")], most = [.. Numbers(seen, "max")];
        if (least.Length == 0 || most.Length == 0) return null;
        (double low, double high) = (least.Min(), most.Max());
        double room = Math.Max((high - low) / 10, double.IsInteger(low) && double.IsInteger(high) ? 1 : 0);
        (double from, double to) = (low >= 0 ? Math.Max(0, low - room) : low - room, high + room);
        if (double.IsInteger(low) && double.IsInteger(high)) (from, to) = (Math.Floor(from), Math.Ceiling(to));
        return $"[{Number(from)}, {Number(to)}]";
    }

    private static IEnumerable<double> Numbers(List<(JsonElement Column, long Rows)> seen, string name)
        => seen.Where(s => s.Column.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.Number).Select(s => s.Column.GetProperty(name).GetDouble());

    // A list is meant when few values come again and again.
    private static string? Values(List<(JsonElement Column, long Rows)> seen)
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((JsonElement column, long rows) in seen)
        {
            if (!column.TryGetProperty("top", out JsonElement top)) continue;
            string[] listed = [.. top.EnumerateArray().Select(t => t.GetProperty("value").GetString()!)];
            if (rows < LeastRows || column.GetProperty("distinct").GetInt64() > listed.Length || top.EnumerateArray().Sum(t => t.GetProperty("count").GetInt64()) + column.GetProperty("missing").GetInt64() < rows) return null;
            values.UnionWith(listed);
        }
        return values.Count is > 0 and <= MostValues && values.All(v => v.Length < 100) ? '[' + string.Join(", ", values.Select(Quoted)) + ']' : null;
    }

    private static string Change(long[] rows)
    {
        double most = rows.Zip(rows.Skip(1)).Where(p => p.First > 0).Select(p => Math.Abs(p.Second - p.First) / (double)p.First).DefaultIfEmpty(0).Max();
        return rows.Length < 3 ? "" : $", change: {Math.Ceiling(Math.Max(10, most * 150)).ToString(CultureInfo.InvariantCulture)}%";
    }

    private static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    // What YAML could take for anything but a text stands in quotes.
    private static string Quoted(string text) => Plain().IsMatch(text) && text.ToLowerInvariant() is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null") ? text : JsonSerializer.Serialize(text, Json);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
