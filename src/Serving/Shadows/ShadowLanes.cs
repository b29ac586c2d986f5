using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Logging;
using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Shadows;

/// <summary>Makes the lanes of shadows; they share the threads, the log and the pool.</summary>
internal sealed class ShadowLanes(PredictionLogger logger, WorkPool works)
{
    private readonly RunnerThreads _threads = new(humble: true);

    public ShadowLane Make(EndpointRoute route, LoadedModel model, ModelFit fit, VariantMeter meter) =>
        new(route.Shadow!, new SipHash(route.Salt + "\nshadow"), model, new ModelRun(model, fit, meter.Runs), meter, this);

    public void Start(ShadowLane lane) => _threads.Start(lane);

    public void Log(InferenceWork work, in PredictionHead head) => logger.Shadowed(work, head);

    public void Return(InferenceWork work) => works.Return(work);
}
