using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Pipeline;

/// <summary>Which variant answers: the pinned one, or that of the sticky key, or that of the request id.</summary>
internal static class VariantChooser
{
    public static LiveVariant Choose(HttpContext http, InferenceWork work, TimeProvider real)
    {
        LiveEndpoint endpoint = work.Endpoint;
        if (work.Pin is { } pin) return endpoint.Find(pin) ?? throw RequestFault.NotFound("The version asked for is not loaded on this endpoint.");
        if (work.IsProbe || endpoint.Variants.Count == 1) return endpoint.Stable;
        work.Unit = StickyUnit.Of(http, work);
        return endpoint.Choose(work.Unit ?? StickyUnit.OfText(endpoint, work.RequestId), real);
    }
}
