using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Logging;
using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Cairn.Serving.Runs;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Shadows;

/// <summary>Makes the lanes of shadows; they share the threads, the log, the pool and a part of the machine.</summary>
internal sealed partial class ShadowLanes(PredictionLogger logger, WorkPool works, Admission admission, ServingClocks clocks, ILogger<ShadowLanes> console)
{
    private readonly RunnerThreads _threads = new();

    public ShadowShare Share { get; } = new(Environment.ProcessorCount, clocks.Real);

    public ShadowLane Make(EndpointRoute route, LoadedModel model, ModelFit fit, VariantMeter meter) =>
        new(route.Shadow!, new SipHash(route.Salt + "\nshadow"), model, new ModelRun(model, fit, meter.Runs), meter, this);

    public void Start(ShadowLane lane) => _threads.Start(lane);

    /// <summary>What waits for a shadow holds memory that callers may need.</summary>
    public bool IsTight => admission.BytesInFlight > admission.MostBytes / 4;

    /// <summary>For what the calling thread runs until it is given back.</summary>
    public IDisposable LendIdle() => IdleThreads.Shared.Lend();

    public void Log(InferenceWork work, LoadedModel model, in PredictionHead head) => logger.Shadowed(work, model, head);

    /// <summary>Says why a shadow has no answer: nobody else is told.</summary>
    public void Failed(InferenceWork work, string version, Exception fault)
    {
        if (fault is ModelFailure failure) Said.Failed(console, work.Endpoint.Route.Name, version, work.RequestId, failure.Where);
        else Said.Unforeseen(console, work.Endpoint.Route.Name, version, work.RequestId, fault);
    }

    public void Return(InferenceWork work) => works.Return(work);

    private static partial class Said
    {
        [LoggerMessage(1, LogLevel.Warning, "The shadow {Version} of {Endpoint} failed on request {RequestId}: {Where}")]
        public static partial void Failed(ILogger logger, string endpoint, string version, string requestId, string where);

        [LoggerMessage(2, LogLevel.Error, "The shadow {Version} of {Endpoint} failed on request {RequestId} as nobody foresaw.")]
        public static partial void Unforeseen(ILogger logger, string endpoint, string version, string requestId, Exception fault);
    }
}
