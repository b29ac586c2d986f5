using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Shadows;

namespace Cairn.Serving.Routing;

/// <summary>What a snapshot is made live with.</summary>
internal sealed record LiveParts(ModelLoader Models, RunQueues Queues, ShadowLanes Lanes);
