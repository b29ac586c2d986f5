using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>The small shapes that tables of keys are made of.</summary>
internal static class Of
{
    private static readonly string[] Truths = ["true", "false"];

    public static readonly Shape<string> Text = Pattern("a text", t => t.Length <= 4000 ? Parsed.Good(t) : Parsed.Bad<string>("longer than 4000 characters"), ".");
    public static readonly Shape<string> Name = Pattern("a name", t => NameRule.CheckName(t) is { } bad ? Parsed.Bad<string>(bad) : Parsed.Good(t), NameRule.NamePattern);
    public static readonly Shape<string> Person = Pattern("a person's id", PersonId, "^[A-Za-z0-9][A-Za-z0-9._:@+-]*$");
    public static readonly Shape<string> Secret = Pattern("the name of a secret", SecretName, "^[A-Z][A-Z0-9_]*$");
    public static readonly Shape<string> File = Pattern("a path in the repository", FilePath, "^[^/~].*$");
    public static readonly Shape<TimeSpan> Duration = Pattern("a duration", Durations.Parse, Durations.Pattern);
    public static readonly Shape<Share> Share = Pattern("a share", Projects.Share.Parse, Projects.Share.Pattern);
    public static readonly Shape<Share> Change = Pattern("a share", Projects.Share.ParseChange, Projects.Share.Pattern);
    public static readonly Shape<ByteSize> Bytes = Pattern("a size", ByteSize.Parse, ByteSize.Pattern);
    public static readonly Shape<Rate> Rate = Pattern("a rate", Projects.Rate.Parse, Projects.Rate.Pattern);
    public static readonly Shape<Condition> Condition = Pattern("a condition", Projects.Condition.Parse, "[<>=]");
    public static readonly Shape<bool> Bool = new TextShape<bool>("true or false", Truth, new JsonObject { ["type"] = "boolean" });
    public static readonly Shape<string> Role = Word("role", Roles.All);
    public static readonly Shape<string> Area = Word("area", CodeAreas.All);

    /// <summary>Text that follows a pattern; numbers written without quotes are text too.</summary>
    public static Shape<T> Pattern<T>(string wanted, Func<string, Parsed<T>> parse, string pattern)
    {
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        if (pattern != ".")
        {
            schema = new JsonObject { ["type"] = "string", ["pattern"] = pattern };
        }

        return new TextShape<T>(wanted, parse, schema);
    }

    public static Shape<string> Word(string what, IReadOnlyList<string> words) => Word(what, words, w => w);

    public static Shape<T> Word<T>(string what, IReadOnlyList<string> words, Func<string, T> make) => new TextShape<T>(
        $"one of {string.Join(", ", words)}",
        t => words.Contains(t) ? Parsed.Good(make(t)) : Parsed.Bad<T>($"unknown {what}; one of {string.Join(", ", words)}", 0, Nearest.To(t, words)),
        new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) });

    public static Shape<T> Enum<T>(string what)
        where T : struct, Enum =>
        Word(what, [.. System.Enum.GetNames<T>().Select(n => n.ToLowerInvariant())], t => System.Enum.Parse<T>(t, ignoreCase: true));

    public static Shape<int> Int(int low, int high) => new TextShape<int>(
        "a whole number",
        t => int.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= low && n <= high
            ? Parsed.Good(n) : Parsed.Bad<int>($"expected a whole number from {low} to {high}"),
        new JsonObject { ["type"] = "integer", ["minimum"] = low, ["maximum"] = high });

    public static Shape<long> Long(long low) => new TextShape<long>(
        "a whole number",
        t => long.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= low
            ? Parsed.Good(n) : Parsed.Bad<long>($"expected a whole number from {low}"),
        new JsonObject { ["type"] = "integer", ["minimum"] = low });

    /// <summary>Above zero.</summary>
    public static Shape<double> Positive(double most) => new TextShape<double>(
        "a number",
        t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n > 0 && n <= most
            ? Parsed.Good(n) : Parsed.Bad<double>($"expected a number above 0, at most {most.ToString(CultureInfo.InvariantCulture)}"),
        new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = most });

    public static Shape<TimeSpan> DurationWithin(TimeSpan low, TimeSpan high) => Pattern(
        "a duration",
        t => Durations.Parse(t) is { Ok: true } d && (d.Value < low || d.Value > high)
            ? Parsed.Bad<TimeSpan>($"expected {Durations.Format(low)} to {Durations.Format(high)}") : Durations.Parse(t),
        Durations.Pattern);

    public static Shape<IReadOnlyList<T>> List<T>(Shape<T> item) => new ListShape<T>(item);

    public static Shape<IReadOnlyList<T>> OneOrList<T>(Shape<T> item) => new ListShape<T>(item, orOne: true);

    public static Shape<IReadOnlyDictionary<string, T>> Map<T>(string wanted, Shape<T> item) => new MapShape<T>(wanted, item, NameRule.Names);

    private static Parsed<bool> Truth(string text) => Truths.Contains(text) ? Parsed.Good(text == "true") : Parsed.Bad<bool>("expected true or false");

    private static Parsed<string> PersonId(string text) =>
        text.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || "._:@+-".Contains(c))
            ? Parsed.Good(text) : Parsed.Bad<string>("a person's id has letters, digits and . _ : @ + - only");

    private static Parsed<string> SecretName(string text) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetterUpper(text[0]) && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')
            ? Parsed.Good(text) : Parsed.Bad<string>("a secret is named in capitals, such as API_KEY; never write its value");

    private static Parsed<string> FilePath(string text) =>
        text.Length == 0 || text[0] is '/' or '~' || text.Contains('\\') || text.Split('/').Contains("..")
            ? Parsed.Bad<string>("expected a path inside the repository, without '..'") : Parsed.Good(text);
}
