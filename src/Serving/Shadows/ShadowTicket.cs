using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;

namespace Cairn.Serving.Shadows;

/// <summary>A request that was answered and now waits for the shadow. The snapshot is pinned for it.</summary>
/// <param name="At">Domain time of the request, as in the record of its answer.</param>
internal readonly record struct ShadowTicket(InferenceWork Work, LiveSnapshot Snapshot, DateTimeOffset At);
