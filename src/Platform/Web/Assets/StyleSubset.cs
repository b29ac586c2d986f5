using System.Text;

namespace Cairn.Platform.Web;

/// <summary>
/// A stylesheet with only what the pages use: rules whose selectors name no class, or classes of a given set. Elements, variables and media
/// queries stay; fonts and animations go. It reads minified CSS, which Tabler ships, and is made once, when the server first shows a page.
/// </summary>
internal static class StyleSubset
{
    private static readonly string[] Kept = ["@media", "@supports", "@layer", "@container"];

    public static string Of(string css, IReadOnlySet<string> classes)
    {
        var result = new StringBuilder(css.Length / 4);
        Copy(css.AsSpan(), classes, result);
        return result.ToString();
    }

    private static void Copy(ReadOnlySpan<char> css, IReadOnlySet<string> classes, StringBuilder to)
    {
        while (!css.IsEmpty)
        {
            if (css.StartsWith("/*"))
            {
                css = css[(css.IndexOf("*/") + 2)..];
                continue;
            }

            var open = css.IndexOfAny('{', ';');
            if (open < 0)
            {
                return;
            }

            var head = css[..open];
            if (css[open] == ';')
            {
                css = css[(open + 1)..];
                continue;
            }

            var close = Close(css, open);
            var body = css[(open + 1)..close];
            css = css[(close + 1)..];
            if (head[0] == '@')
            {
                Group(head, body, classes, to);
            }
            else if (Selectors(head, classes) is { Length: > 0 } selectors)
            {
                to.Append(selectors).Append('{').Append(body).Append('}');
            }
        }
    }

    private static void Group(ReadOnlySpan<char> head, ReadOnlySpan<char> body, IReadOnlySet<string> classes, StringBuilder to)
    {
        var text = head.ToString();
        if (!Kept.Any(k => text.StartsWith(k, StringComparison.Ordinal)))
        {
            return;
        }

        var before = to.Length;
        to.Append(text).Append('{');
        var inner = to.Length;
        Copy(body, classes, to);
        if (to.Length == inner)
        {
            to.Length = before;
        }
        else
        {
            to.Append('}');
        }
    }

    private static string Selectors(ReadOnlySpan<char> head, IReadOnlySet<string> classes)
    {
        var kept = new List<string>();
        int depth = 0, from = 0;
        for (var i = 0; i <= head.Length; i++)
        {
            if (i == head.Length || (head[i] == ',' && depth == 0))
            {
                var selector = head[from..i].ToString();
                if (Classes(selector).All(classes.Contains))
                {
                    kept.Add(selector);
                }

                from = i + 1;
            }
            else
            {
                depth += head[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            }
        }

        return string.Join(',', kept);
    }

    private static IEnumerable<string> Classes(string selector)
    {
        for (var dot = selector.IndexOf('.'); dot >= 0; dot = selector.IndexOf('.', dot + 1))
        {
            var end = dot + 1;
            while (end < selector.Length && (char.IsAsciiLetterOrDigit(selector[end]) || selector[end] is '-' or '_'))
            {
                end++;
            }

            yield return selector[(dot + 1)..end];
        }
    }

    private static int Close(ReadOnlySpan<char> css, int open)
    {
        var depth = 1;
        for (var i = open + 1; i < css.Length; i++)
        {
            depth += css[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return css.Length - 1;
    }
}
