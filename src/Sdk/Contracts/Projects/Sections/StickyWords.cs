using Cairn.Contracts.Snapshots;

namespace Cairn.Contracts.Projects;

/// <summary>By what requests stick to a version, as written: <c>column customer</c>, <c>header X-Customer</c> or <c>cookie session</c>.</summary>
internal static class StickyWords
{
    public const string Pattern = "^(column .+|(header|cookie) [!#$%&'*+.^_`|~0-9A-Za-z-]+)$";
    private const string Marks = "!#$%&'*+-.^_`|~";
    private static readonly string[] Sources = ["column", "header", "cookie"];

    public static Parsed<StickyKey> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string source = space < 0 ? text : text[..space], name = space < 0 ? "" : text[(space + 1)..].Trim();
        int at = Array.IndexOf(Sources, source);
        if (at < 0 || name.Length is 0 or > 200)
            return Parsed.Bad<StickyKey>("requests stick by 'column NAME', 'header NAME' or 'cookie NAME'", 0, Nearest.To(source, Sources));
        StickySource from = at switch { 0 => StickySource.Column, 1 => StickySource.Header, _ => StickySource.Cookie };
        return from == StickySource.Column || name.All(c => char.IsAsciiLetterOrDigit(c) || Marks.Contains(c, StringComparison.Ordinal))
            ? Parsed.Good(new StickyKey(from, name))
            : Parsed.Bad<StickyKey>($"the name of a {source} has letters, digits and {Marks}", space + 1);
    }
}
