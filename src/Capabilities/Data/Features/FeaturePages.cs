using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Features;

internal static class FeaturePages
{
    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/p/{project}/features", ListAsync);

    private static async Task<IResult> ListAsync(HttpContext context, string project, IFeatures features, CancellationToken cancellation)
        => await Pages.Render<FeaturesPage>(context, new PageInfo("Features", Section.Data, project, [new("Features")]), new { Project = project, Features = await features.ListAsync(project, cancellation) });
}
