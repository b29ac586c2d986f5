using System.Diagnostics;
using Cairn.OnnxRuntime;
using Cairn.Serving.Routing;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Pipeline;

/// <summary>Has the chosen variant run; a failing canary is counted, and the stable variant answers in its place.</summary>
internal sealed partial class ModelRunner(RouteTable routes, ServingClocks clocks, ILogger<ModelRunner> logger)
{
    public async ValueTask RunAsync(InferenceWork work, LiveVariant chosen, RunTime time)
    {
        work.Variant = chosen;
        Check(work);
        if (await TryRunAsync(work, time)) return;
        if (work.Pin is not null || chosen == work.Endpoint.Stable) throw Failed();
        work.Endpoint.Runtime.Meter.CountFallback();
        work.Variant = work.Endpoint.Stable;
        Check(work);
        if (!await TryRunAsync(work, time)) throw Failed();
    }

    /// <summary>The library's words up to its status message, which may repeat values of the request.</summary>
    private static string Where(OnnxException e)
    {
        int values = e.Message.IndexOf("Status Message", StringComparison.Ordinal);
        return values < 0 ? e.Fault.ToString() : e.Message[..values].TrimEnd();
    }

    private static RequestFault Failed() => new(500, ErrorKind.Model, "The model failed on this request; its owner finds the cause in the server's log.");

    private async ValueTask<bool> TryRunAsync(InferenceWork work, RunTime time)
    {
        LiveVariant variant = work.Variant;
        bool failed = true;
        long started = Stopwatch.GetTimestamp();
        try
        {
            await variant.Queue.RunAsync(work, time.Left(clocks.Real), time.Gone);
            failed = false;
        }
        catch (OnnxException e)
        {
            variant.Meter.Failed(ErrorKind.Model, Stopwatch.GetElapsedTime(started));
            Log.Failed(logger, work.Endpoint.Route.Name, variant.Version, work.RequestId, Where(e));
        }

        if (variant.Watch is { } watch && work.Pin is null && watch.Count(failed)) routes.Trip(work.Endpoint, variant);
        return !failed;
    }

    private static void Check(InferenceWork work)
    {
        if (work.Variant.Model.FixedRows is { } rows && work.Rows != rows)
            throw RequestFault.Contract($"The model takes exactly {rows} row{(rows == 1 ? "" : "s")} in a request; this one has {work.Rows}.");
        foreach ((string name, _) in work.Wanted)
        {
            int at = work.Variant.Model.Model.OutputIndex(name);
            if (at < 0 || !work.Variant.Model.Outputs.Contains(at))
                throw RequestFault.Malformed("'outputs' names an output that the model does not have; see the model's metadata.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Version {Version} of {Endpoint} failed on request {RequestId}: {Where}")]
        public static partial void Failed(ILogger logger, string endpoint, string version, string requestId, string where);
    }
}
