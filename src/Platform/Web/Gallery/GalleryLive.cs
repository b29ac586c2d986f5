using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web.Gallery;

/// <summary>A counter that a POST moves and open pages follow.</summary>
internal static class GalleryLive
{
    public const string Topic = "gallery:tick";
    private static int _ticks;

    public static int Ticks => Volatile.Read(ref _ticks);

    public static Task<IResult> Part(HttpContext context) => Pages.Fragment<GalleryTick>(context, new { Ticks });

    public static IResult Tick(LiveHub hub)
    {
        Interlocked.Increment(ref _ticks);
        hub.Publish(Topic);
        return Results.NoContent();
    }
}
