using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>A filter as text, and what it means for a run. <paramref name="Level"/>: 0 stands alone, 1 is joined by AND, 2 by OR.</summary>
internal sealed record SampleFilter(string Text, Func<SampleRun, bool> Holds, int Level)
{
    public static readonly string[] Values = ["a", "A", "ab", "a%", "b_", "x*y", "it's", ""];
    private static readonly string[] Keys = ["k", "k 2"];

    public override string ToString() => Text;

    /// <summary>Any filter, with parentheses where they are needed and where they are not.</summary>
    public static Gen<SampleFilter> Any(int depth) => depth == 0 ? Comparison() : Gen.OneOf(Comparison(), Joined(depth, and: true), Joined(depth, and: false), Comparison());

    private static Gen<SampleFilter> Joined(int depth, bool and) =>
        from parts in Gen.ListOf(Any(depth - 1), 3)
        from count in Gen.Choose(2, 3)
        from extra in Gen.Choose(0, 3)
        from word in Gen.Elements(and ? ["AND", "and", "And"] : new[] { "OR", "or", "Or" })
        select Join([.. parts.Take(count)], and, word, extra == 0);

    private static SampleFilter Join(IReadOnlyList<SampleFilter> parts, bool and, string word, bool extra)
    {
        string text = string.Join($" {word} ", parts.Select(p => p.Level > (and ? 1 : 2) || (and && p.Level == 2) || extra ? $"({p.Text})" : p.Text));
        return new SampleFilter(text, r => and ? parts.All(p => p.Holds(r)) : parts.Any(p => p.Holds(r)), and ? 1 : 2);
    }

    private static Gen<SampleFilter> Comparison() => Gen.OneOf(Metric(), OfText("params", r => r.Params), OfText("tags", r => r.Tags), Name(), Dataset());

    private static Gen<SampleFilter> Metric() =>
        from key in Gen.Elements(Keys)
        from sign in Gen.Elements("=", "!=", "<", "<=", ">", ">=", "IN", "not in", "IS NULL", "is not null")
        from halves in Gen.Choose(-2, 2)
        from other in Gen.Choose(-2, 2)
        select OfMetric(key, sign, halves / 2.0, other / 2.0);

    private static SampleFilter OfMetric(string key, string sign, double value, double other)
    {
        string number = value.ToString(CultureInfo.InvariantCulture), list = $"({number}, {other.ToString(CultureInfo.InvariantCulture)})";
        return sign switch
        {
            "IS NULL" => new($"metrics.`{key}` IS NULL", r => !r.Metrics.ContainsKey(key), 0),
            "is not null" => new($"metric.\"{key}\" is not null", r => r.Metrics.ContainsKey(key), 0),
            "IN" => new($"metrics.`{key}` IN {list}", r => r.Metrics.TryGetValue(key, out double m) && (m == value || m == other), 0),
            "not in" => new($"metrics.`{key}` not in {list}", r => r.Metrics.TryGetValue(key, out double m) && m != value && m != other, 0),
            _ => new($"metrics.`{key}`{sign}{number}", r => r.Metrics.TryGetValue(key, out double m) && Compared(m, sign, value), 0),
        };
    }

    private static Gen<SampleFilter> OfText(string entity, Func<SampleRun, Dictionary<string, string>> values) =>
        from key in Gen.Elements(Keys)
        from filter in Gen.OneOf(
            OnText($"{entity}.\"{key}\"", r => values(r).GetValueOrDefault(key)),
            Gen.Constant(new SampleFilter($"{entity}.`{key}` is null", r => !values(r).ContainsKey(key), 0)),
            Gen.Constant(new SampleFilter($"{entity}.`{key}` IS NOT NULL", r => values(r).ContainsKey(key), 0)))
        select filter;

    private static Gen<SampleFilter> Name() => from key in Gen.Elements("run_name", "attributes.run_name", "attr.`run name`", "run.name") from filter in OnText(key, r => r.Tags["mlflow.runName"]) select filter;

    private static Gen<SampleFilter> Dataset() => from key in Gen.Elements("dataset.name", "datasets.`name`") from filter in OnText(key, r => r.Dataset) select filter;

    // A run without the key matches nothing, not even !=.
    private static Gen<SampleFilter> OnText(string key, Func<SampleRun, string?> of) =>
        from text in Gen.Elements(Values)
        from other in Gen.Elements(Values)
        from word in Gen.Elements("=", "!=", "LIKE", "ilike", "IN", "NOT IN")
        select new SampleFilter(
            word is "IN" or "NOT IN" ? $"{key} {word} ({Quoted(text)},{Quoted(other)})" : $"{key} {word} {Quoted(text)}",
            r => of(r) is { } value && word switch
            {
                "=" => value == text,
                "!=" => value != text,
                "IN" => value == text || value == other,
                "NOT IN" => value != text && value != other,
                _ => Like(value, text, word == "ilike"),
            }, 0);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool Compared(double m, string sign, double value) => sign switch { "=" => m == value, "!=" => m != value, "<" => m < value, "<=" => m <= value, ">" => m > value, _ => m >= value };

    private static bool Like(string value, string pattern, bool ignoreCase)
    {
        if (pattern.Length == 0) return value.Length == 0;
        if (pattern[0] == '%') return Enumerable.Range(0, value.Length + 1).Any(i => Like(value[i..], pattern[1..], ignoreCase));
        return value.Length > 0 && (pattern[0] == '_' || string.Equals(value[..1], pattern[..1], ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)) && Like(value[1..], pattern[1..], ignoreCase);
    }
}
