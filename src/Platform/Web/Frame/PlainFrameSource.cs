using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

internal sealed class PlainFrameSource(TimeProvider time) : IFrameSource
{
    public ValueTask<FrameState> ReadAsync(HttpContext context, string? project) =>
        ValueTask.FromResult(new FrameState { Now = time.GetUtcNow(), Projects = project is null ? [] : [project] });
}
