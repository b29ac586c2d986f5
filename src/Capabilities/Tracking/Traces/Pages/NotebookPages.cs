using Cairn.Identity;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Traces.Pages;

/// <summary>Traces as MLflow's client shows them below a cell of a notebook: it puts a frame with this address there, a pair of ids for each trace.</summary>
internal static class NotebookPages
{
    private const int Most = 20;

    public static void Map(RouteGroupBuilder pages, NotebookOptions options)
        => pages.MapGet("/static-files/lib/notebook-trace-renderer/index.html", (HttpContext context, TraceReading reading, CancellationToken cancellation) => ShowAsync(context, reading, options, cancellation)).ChecksProject();

    private static async Task<IResult> ShowAsync(HttpContext context, TraceReading reading, NotebookOptions options, CancellationToken cancellation)
    {
        string[] ids = [.. context.Request.Query["trace_id"].OfType<string>().Where(i => i.Length > 0).Distinct(StringComparer.Ordinal)];
        if (ids.Length is 0 or > Most) throw ApiException.Invalid("trace_id", $"'trace_id' must name 1 to {Most} traces.");
        Access access = context.Access();
        var traces = new List<NotebookTrace>();
        foreach (string id in ids)
        {
            (string Href, TraceDetail Trace)? found = await reading.WithHomeAsync(id, project => project is null ? access.Project is null : access.Sees(project), cancellation);
            traces.Add(new NotebookTrace(KeyRules.Cut(id, 100), found?.Href, found?.Trace));
        }
        context.Response.Headers.ContentSecurityPolicy = options.Policy;
        string title = traces is [{ Trace: { } one }] ? one.Trace.Name : traces.Count == 1 ? "A trace" : $"{traces.Count} traces";
        int status = traces.Exists(t => t.Trace is not null) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return await Platform.Web.Pages.Bare<NotebookPage>(context, new PageInfo(title), new { Title = title, Traces = traces }, status);
    }
}
