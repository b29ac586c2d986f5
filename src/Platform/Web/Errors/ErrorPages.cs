using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>Gives bare error answers (no body yet) a page for browsers; programs keep what they got. Exceptions go through to the problem middleware.</summary>
internal sealed class ErrorPages(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (!response.HasStarted && response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null or 0 && WantsPage(context.Request))
        {
            await Show(context, response.StatusCode);
        }
    }

    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && !request.Path.StartsWithSegments("/v2", StringComparison.Ordinal);

    private static async Task Show(HttpContext context, int status)
    {
        var text = ErrorText.For(status);
        var result = status == StatusCodes.Status404NotFound
            ? await Pages.NotFound(context, new("Not found"), "page", context.Request.Path, Known(context.Request.Path))
            : await Pages.Render<ErrorPage>(context, new(text.Title), new { text.Title, text.What, text.Mend }, status);
        await result.ExecuteAsync(context);
    }

    private static IEnumerable<NamedLink> Known(PathString path)
    {
        var project = path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries) is ["p", var name, ..] ? name : null;
        return SectionLink.All.Where(s => project is not null || !s.NeedsProject).Select(s => s.Href(project)).Append("/").Append("/search").Select(p => new NamedLink(p, p));
    }
}
