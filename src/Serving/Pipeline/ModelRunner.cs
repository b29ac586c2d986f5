using System.Diagnostics;
using Cairn.Serving.Models;
using Cairn.Serving.Routing;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Pipeline;

/// <summary>Has the chosen variant run; a failing canary is counted, and the stable variant answers in its place.</summary>
internal sealed partial class ModelRunner(RouteTable routes, ServingClocks clocks, ILogger<ModelRunner> logger)
{
    public async ValueTask RunAsync(InferenceWork work, LiveVariant chosen)
    {
        work.Variant = chosen;
        Check(work);
        if (await TryRunAsync(work) is not { } failure) return;
        if (work.Pin is not null || chosen == work.Endpoint.Stable) throw Refused(failure);
        work.Endpoint.Runtime.Meter.CountFallback();
        work.Variant = work.Endpoint.Stable;
        Check(work);
        if (await TryRunAsync(work) is { } again) throw Refused(again);
    }

    /// <summary>What the caller is told: of the model's own words none, for they may repeat what was sent.</summary>
    private static RequestFault Refused(ModelFailure failure) => new(failure.Status, ErrorKind.Model, failure.Status switch
    {
        400 => "The model's own server refuses this request; look at what the model takes, its owner finds the cause in its log.",
        503 => "The model's own server is away and is being started again; come again when Retry-After says.",
        504 => "The model's own server took too long for this request; come again when Retry-After says, or send fewer rows.",
        _ => "The model failed on this request; its owner finds the cause in the server's log.",
    })
    { Again = failure.Again };

    /// <summary>Null when it answered.</summary>
    private async ValueTask<ModelFailure?> TryRunAsync(InferenceWork work)
    {
        LiveVariant variant = work.Variant;
        ModelFailure? failure = null;
        long started = Stopwatch.GetTimestamp();
        try
        {
            await variant.Queue.RunAsync(work, work.Until.Left(clocks.Real), work.Until.Gone);
        }
        catch (ModelFailure e)
        {
            failure = e;
            if (!work.IsProbe) variant.Meter.Failed(ErrorKind.Model, Stopwatch.GetElapsedTime(started));
            using (work.Trace.Length > 0 ? logger.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal) { ["traceparent"] = work.Trace }) : null)
                Log.Failed(logger, work.Endpoint.Route.Name, variant.Version, work.RequestId, e.Where);
        }
        catch (RequestFault e) when (e.IsCutOff)
        {
            // Its client waits no more, so no other variant answers in its place.
            if (!work.IsProbe) variant.Meter.Failed(e.Kind, Stopwatch.GetElapsedTime(started));
            Watch(work, failed: true);
            throw;
        }

        Watch(work, failure is not null);
        return failure;
    }

    private void Watch(InferenceWork work, bool failed)
    {
        LiveVariant variant = work.Variant;
        if (variant.Watch is { } watch && work.Pin is null && !work.IsProbe && watch.Count(failed)) routes.Trip(work.Endpoint, variant);
    }

    private static void Check(InferenceWork work)
    {
        if (work.Variant.Model.FixedRows is { } rows && work.Rows != rows)
            throw RequestFault.Contract($"The model takes exactly {rows} row{(rows == 1 ? "" : "s")} in a request; this one has {work.Rows}.");
        foreach ((string name, _, _) in work.Wanted)
        {
            if (work.Variant.Model.OutputIndex(name) < 0)
                throw RequestFault.Malformed("'outputs' names an output that the model does not have; see the model's metadata.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Version {Version} of {Endpoint} failed on request {RequestId}: {Where}")]
        public static partial void Failed(ILogger logger, string endpoint, string version, string requestId, string where);
    }
}
