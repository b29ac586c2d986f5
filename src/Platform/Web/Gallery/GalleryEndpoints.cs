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
        pages.MapPage("/dev/gallery", (HttpContext context) => Pages.Render<GalleryPage>(context, new("Gallery", Section.Overview, GalleryData.Project), new { Query = TableQuery.From(context.Request) }));
        pages.MapPage("/dev/gallery/charts", (HttpContext context) => Pages.Render<GalleryCharts>(context, new("Charts", Section.Monitors, GalleryData.Project)));
        pages.MapPage("/dev/gallery/maturity", (HttpContext context) => Pages.Render<GalleryMaturity>(context, new("Maturity", Section.Maturity, GalleryData.Project)));
        pages.MapPage("/dev/gallery/empty", (HttpContext context) => Pages.Render<GalleryEmpty>(context, new("Empty", Section.Data, GalleryData.Project)));
        pages.MapPage("/dev/gallery/confirm", (HttpContext context) => Pages.Render<GalleryConfirm>(context, new("Roll back", Section.Endpoints, GalleryData.Project)));
        pages.MapPage("/dev/gallery/chart", (HttpContext context) => ChartAnswer.Of(context, GalleryData.Quality(), "quality"));
        pages.MapPage("/dev/gallery/missing", (HttpContext context) =>
            Pages.NotFound(context, new("Not found", Section.Pipelines, GalleryData.Project), "pipeline", "retrian", [new("retrain", "/p/flight-delay/pipelines/retrain"), new("score", "/p/flight-delay/pipelines/score")]));
        pages.MapPage("/dev/gallery/broken", IResult (HttpContext _) => throw new InvalidOperationException("The gallery breaks here on purpose."));
        pages.MapPage("/dev/gallery/log", GalleryLog.Part);
        pages.MapPage("/dev/gallery/clock", GalleryLive.Part);
        pages.MapPost("/dev/gallery/tick", GalleryLive.Tick);
        pages.MapPost("/dev/gallery/done", (HttpContext context) => Pages.After(context, "/dev/gallery", "Rolled back to v12, reason kept in the ledger", Token.Ok));
    }
}
