using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Datasets;

/// <summary>The page of a dataset version: what is in it and what changed.</summary>
internal static class VersionPages
{
    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/p/{project}/data/{source}/{version}", FindAsync);

    private static async Task<IResult> FindAsync(HttpContext context, string project, string source, string version, string? column, string? against, VersionReading reading, CancellationToken cancellation)
    {
        VersionModel model = await reading.ReadAsync(project, version, against, cancellation) is { } found && found.Version.Source == source ? found : throw ApiException.NotFound("dataset version", version, $"See /p/{project}/data/{source}.");
        string title = model.Version.Partition.Length > 0 ? model.Version.Partition : $"version {model.Version.Number}";
        return await Pages.Render<VersionPage>(context, new PageInfo($"{source} {title}", Section.Data, project, [new(source, $"/p/{project}/data/{source}"), new(title)]), new { Model = model with { Open = column } });
    }
}
