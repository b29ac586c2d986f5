using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>Tells the frame what it shows; the server implements it over its rooms, the default knows only the clock.</summary>
public interface IFrameSource
{
    ValueTask<FrameState> ReadAsync(HttpContext context, string? project);
}
