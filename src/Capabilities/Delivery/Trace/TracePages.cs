using Cairn.Identity;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>The way back from one prediction, and the lineage of anything on record.</summary>
internal static class TracePages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/trace/{prediction}", TraceAsync).ChecksProject();
        pages.MapGet("/p/{project}/lineage", LineageAsync);
    }

    private static async Task<IResult> TraceAsync(HttpContext context, string prediction, Tracer tracer, CancellationToken cancellation)
    {
        TraceAnswer trace = await tracer.TraceAsync(prediction, context.Access().Sees, cancellation);
        return await Pages.Render<TracePage>(context, new PageInfo($"Prediction {prediction}", Section.Lineage, trace.Prediction.Project, [new(prediction)]), new { Trace = trace });
    }

    private static async Task<IResult> LineageAsync(HttpContext context, string project, string? focus, string? way, IProjects projects, LineageReading reading, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (way is not (null or LineageModel.Both or LineageModel.Back or LineageModel.Forward)) throw ApiException.Invalid("way", "'way' is both, back or forward.");
        return await Pages.Render<LineagePage>(context, new PageInfo("Lineage", Section.Lineage, project), new { Model = await reading.ReadAsync(project, focus?.Trim(), way ?? LineageModel.Both, cancellation) });
    }
}
