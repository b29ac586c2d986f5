using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Features;

/// <summary>The features of a project: what serving looks up, and how old it is.</summary>
internal static class FeatureEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapGroup("/api/v1/projects/{project}").WithTags("data").MapGet("features", (IFeatures features, string project, CancellationToken cancellation) => features.ListAsync(project, cancellation));
}
