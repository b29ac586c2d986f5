using System.Net;
using System.Text;

namespace Cairn.Platform.Web;

/// <summary>Terminal colours as classes: 30-37 and 90-97 by token, bold and faint; every other escape is dropped, all text is encoded.</summary>
public static class Ansi
{
    public static string ToHtml(string text)
    {
        if (!text.Contains('\u001b', StringComparison.Ordinal))
        {
            return WebUtility.HtmlEncode(text);
        }

        var html = new StringBuilder();
        var open = false;
        for (var i = 0; i < text.Length;)
        {
            var escape = text.IndexOf('\u001b', i);
            html.Append(WebUtility.HtmlEncode(escape < 0 ? text[i..] : text[i..escape]));
            if (escape < 0)
            {
                break;
            }

            i = End(text, escape, out var codes);
            if (codes is null)
            {
                continue;
            }

            html.Append(open ? "</span>" : "");
            var css = Css(codes);
            open = css.Length > 0;
            html.Append(open ? $"<span class=\"{css}\">" : "");
        }

        return html.Append(open ? "</span>" : "").ToString();
    }

    // Returns where the text goes on; codes are those of a colour sequence ESC [ … m, null for anything else.
    private static int End(string text, int escape, out int[]? codes)
    {
        codes = null;
        if (escape + 1 >= text.Length || text[escape + 1] != '[')
        {
            return Math.Min(escape + 2, text.Length);
        }

        var end = escape + 2;
        while (end < text.Length && text[end] is < '@' or > '~')
        {
            end++;
        }

        if (end < text.Length && text[end] == 'm')
        {
            codes = [.. text[(escape + 2)..end].Split(';').Select(c => int.TryParse(c, out var n) ? n : 0)];
        }

        return Math.Min(end + 1, text.Length);
    }

    private static string Css(int[] codes) => string.Join(' ', codes.Select(c => c switch
    {
        1 => "b",
        2 => "muted",
        31 or 91 => "tone fail",
        32 or 92 => "tone ok",
        33 or 93 => "tone warn",
        34 or 36 or 94 or 96 => "tone run",
        35 or 95 => "tone attest",
        _ => "",
    }).Where(c => c.Length > 0));
}
