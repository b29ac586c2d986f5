using Cairn.Compute.Tasks;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Compute.Targets;

/// <summary>The page of compute: is there room, and what waits?</summary>
internal static class ComputePages
{
    private const int Shown = 50;

    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/compute", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, TargetViews views, ComputeParts parts, CancellationToken cancellation)
    {
        IReadOnlyList<TaskRow> recent = await parts.Database.ReadAsync(s => parts.Store.Recent(s, Shown), cancellation);
        return await Pages.Render<ComputePage>(context, new PageInfo("Compute", Section.Compute), new { Model = new ComputeModel(await views.AllAsync(cancellation), [.. recent.Select(TaskView.Of)]) });
    }
}
