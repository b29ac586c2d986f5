using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Platform.Web;

/// <summary>Light, dark, or as the system has it: kept in a cookie so that the first byte already has the right colours.</summary>
internal static class Theme
{
    public const string Cookie = "cairn-theme";

    public static string? Of(HttpContext? context) => context?.Request.Cookies[Cookie] is "light" or "dark" ? context.Request.Cookies[Cookie] : null;

    /// <summary>What the button chooses next: system, dark, light, system.</summary>
    public static string Next(string? theme) => theme switch { null => "dark", "dark" => "light", _ => "system" };

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/theme", Choose).DisableAntiforgery().ExcludeFromDescription().AllowAnonymous();

    private static RedirectHttpResult Choose(HttpContext context, [FromForm] string? theme, [FromForm] string? back)
    {
        if (theme is "light" or "dark")
        {
            context.Response.Cookies.Append(Cookie, theme, new() { SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(400), IsEssential = true });
        }
        else
        {
            context.Response.Cookies.Delete(Cookie);
        }

        return TypedResults.LocalRedirect(LocalPath.OrHome(back));
    }
}
