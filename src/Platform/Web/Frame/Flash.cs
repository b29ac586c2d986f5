using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cairn.Platform.Web;

/// <summary>A message for the next page, carried in a cookie that is cleared when shown.</summary>
internal sealed record Flash(string Text, Token Token)
{
    private const string Cookie = "cairn-flash";

    public static void Set(HttpContext context, string text, Token token) => context.Response.Cookies.Append(
        Cookie,
        $"{(int)token}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text.Length > 500 ? text[..500] : text))}",
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromMinutes(1), IsEssential = true });

    /// <summary>The message, if there is a well-formed one; the cookie is cleared with the answer.</summary>
    public static Flash? Take(HttpContext? context)
    {
        if (context?.Request.Cookies[Cookie] is not { } value)
        {
            return null;
        }

        if (!context.Response.HasStarted)
        {
            context.Response.Cookies.Delete(Cookie);
        }

        return Parse(value);
    }

    private static Flash? Parse(string value)
    {
        if (value is not [>= '0' and <= '5', '.', ..])
        {
            return null;
        }

        try
        {
            return new(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(value[2..])), (Token)(value[0] - '0'));
        }
        catch (FormatException)
        {
            // Anybody may write a cookie; one that we did not write is no message.
            return null;
        }
    }
}
