using Cairn.Platform.Web.Charts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Platform.Web.Gallery;

/// <summary>Every component with made-up numbers, for those who write pages and for the tests; mapped in Development only.</summary>
internal static class GalleryEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapPages();
        pages.MapGet("/dev/gallery", context => Show<GalleryPage>(context, new("Gallery", Section.Overview, GalleryData.Project), new { Query = TableQuery.From(context.Request) }));
        pages.MapGet("/dev/gallery/charts", context => Show<GalleryCharts>(context, new("Charts", Section.Monitors, GalleryData.Project)));
        pages.MapGet("/dev/gallery/maturity", context => Show<GalleryMaturity>(context, new("Maturity", Section.Maturity, GalleryData.Project)));
        pages.MapGet("/dev/gallery/empty", context => Show<GalleryEmpty>(context, new("Empty", Section.Data, GalleryData.Project)));
        pages.MapGet("/dev/gallery/confirm", context => Show<GalleryConfirm>(context, new("Roll back", Section.Endpoints, GalleryData.Project)));
        pages.MapGet("/dev/gallery/chart", (HttpContext context) => ChartAnswer.Of(context, GalleryData.Quality(), "quality"));
        pages.MapGet("/dev/gallery/missing", (HttpContext context) =>
            Pages.NotFound(context, new("Not found", Section.Pipelines, GalleryData.Project), "pipeline", "retrian", [new("retrain", "/p/flight-delay/pipelines/retrain"), new("score", "/p/flight-delay/pipelines/score")]));
        pages.MapGet("/dev/gallery/broken", (HttpContext _) => throw new InvalidOperationException("The gallery breaks here on purpose."));
        pages.MapGet("/dev/gallery/log", GalleryLog.Part);
        pages.MapGet("/dev/gallery/clock", GalleryLive.Part);
        pages.MapPost("/dev/gallery/tick", GalleryLive.Tick);
        pages.MapPost("/dev/gallery/done", (HttpContext context) => Pages.After(context, "/dev/gallery", "Rolled back to v12, reason kept in the ledger", Token.Ok));
    }

    private static async Task Show<TPage>(HttpContext context, PageInfo info, object? parameters = null)
        where TPage : Microsoft.AspNetCore.Components.IComponent => await (await Pages.Render<TPage>(context, info, parameters)).ExecuteAsync(context);
}
