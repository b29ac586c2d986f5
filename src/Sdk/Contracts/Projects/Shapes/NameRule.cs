using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cairn.Contracts.Projects.Shapes;

/// <summary>Which names a map takes.</summary>
internal sealed partial class NameRule
{
    public const string NamePattern = "^[a-z][a-z0-9_-]{0,62}$";

    private readonly IReadOnlyList<string> words;
    private readonly string? what;

    private NameRule(IReadOnlyList<string> words, string? what)
    {
        this.words = words;
        this.what = what;
    }

    /// <summary>Any text, for columns and free parameters.</summary>
    public static NameRule Any { get; } = new([], null);

    public static NameRule Names { get; } = new([], "name");

    public static NameRule OneOf(string what, IReadOnlyList<string> words) => new(words, what);

    public static string? CheckName(string text) =>
        Name().IsMatch(text) ? null : "a name starts with a small letter and has small letters, digits, '_' and '-' only, 63 at most";

    public string? Check(string text) => (what, words.Count) switch
    {
        (null, _) => text.Length is > 0 and <= 200 ? null : "a name has 1 to 200 characters",
        (_, 0) => CheckName(text),
        _ => words.Contains(text) ? null : $"unknown {what}; one of {string.Join(", ", words)}",
    };

    public string? Suggest(string text) => words.Count == 0 ? null : Nearest.To(text, words);

    public JsonObject? Schema() => (what, words.Count) switch
    {
        (null, _) => null,
        (_, 0) => new JsonObject { ["pattern"] = NamePattern },
        _ => new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) },
    };

    [GeneratedRegex(NamePattern, RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
