using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Platform.Web;

/// <summary>Turns bare error answers and faults into pages for browsers; other clients keep what the API gives them.</summary>
internal sealed class ErrorPages(RequestDelegate next, ILogger<ErrorPages> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!WantsPage(context))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (BadHttpRequestException error)
        {
            await Show(context, error.StatusCode, error.Message);
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            log.LogError(error, "The page {Path} failed", context.Request.Path);
            await Show(context, StatusCodes.Status500InternalServerError, null);
            return;
        }

        var response = context.Response;
        if (!response.HasStarted && response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null or 0)
        {
            await Show(context, response.StatusCode, null);
        }
    }

    private static bool WantsPage(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal);

    private static async Task Show(HttpContext context, int status, string? detail)
    {
        context.Response.Clear();
        var text = ErrorText.For(status);
        var result = status == StatusCodes.Status404NotFound
            ? await Pages.NotFound(context, new("Not found"), "page", context.Request.Path, Known(context))
            : await Pages.Render<ErrorPage>(
                context, new(text.Title), new { text.Title, text.What, Detail = detail, text.Mend, Trace = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier }, status);
        await result.ExecuteAsync(context);
    }

    private static IEnumerable<NamedLink> Known(HttpContext context)
    {
        var parts = context.Request.Path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        var project = parts is ["p", var name, ..] ? name : null;
        return SectionLink.All.Where(s => project is not null || !s.NeedsProject).Select(s => s.Href(project)).Append("/").Append("/search").Select(p => new NamedLink(p, p));
    }
}
