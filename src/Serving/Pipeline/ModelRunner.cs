using System.Diagnostics;
using Cairn.OnnxRuntime;
using Cairn.Serving.Models;
using Cairn.Serving.Routing;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Pipeline;

/// <summary>Chooses the variant and runs it; a failing canary is counted, and the stable variant answers in its place.</summary>
internal sealed partial class ModelRunner(RouteTable routes, ILogger<ModelRunner> logger)
{
    public void Run(InferenceWork work, LiveVariant chosen)
    {
        work.Variant = chosen;
        CheckWanted(work);
        if (TryRun(work)) return;
        if (work.Pin is not null || chosen == work.Endpoint.Stable) throw Failed();
        work.Endpoint.Runtime.Meter.CountFallback();
        work.Variant = work.Endpoint.Stable;
        CheckWanted(work);
        if (!TryRun(work)) throw Failed();
    }

    /// <summary>The library's words up to its status message, which may repeat values of the request.</summary>
    private static string Where(OnnxException e)
    {
        int values = e.Message.IndexOf("Status Message", StringComparison.Ordinal);
        return values < 0 ? e.Fault.ToString() : e.Message[..values].TrimEnd();
    }

    private static RequestFault Failed() => new(500, ErrorKind.Model, "The model failed on this request; its owner finds the cause in the server's log.");

    private bool TryRun(InferenceWork work)
    {
        LiveVariant variant = work.Variant;
        bool failed = true;
        long started = Stopwatch.GetTimestamp();
        try
        {
            RunOnce(work, variant);
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

    private static void RunOnce(InferenceWork work, LiveVariant variant)
    {
        LoadedModel model = variant.Model;
        work.BeginOutputs(model.Outputs.Length);
        if (work.Rows == 0)
        {
            for (int i = 0; i < model.Outputs.Length; i++) OutputReader.Empty(model.Model.Outputs[model.Outputs[i]], work.Outputs[i]);
            return;
        }

        OnnxRun run = model.RentRun();
        bool whole = false;
        try
        {
            long begun = Stopwatch.GetTimestamp();
            InputFiller.Prepare(run, variant.Fit, work.Columns, work.Rows);
            InputFiller.Fill(run, variant.Fit, work.Columns, RowSlice.Whole(work.Rows));
            long filled = Stopwatch.GetTimestamp();
            run.Run();
            long ran = Stopwatch.GetTimestamp();
            for (int i = 0; i < model.Outputs.Length; i++) OutputReader.Read(run, model.Model.Outputs[model.Outputs[i]], i, work.Outputs[i], RowSlice.Whole(work.Rows));
            variant.Meter.Runs.Ran(1, work.Rows, new RunTimes(Nanoseconds(begun, filled), Nanoseconds(filled, ran), Nanoseconds(ran, Stopwatch.GetTimestamp())));
            whole = true;
        }
        finally
        {
            if (whole) model.ReturnRun(run);
            else run.Dispose();
        }
    }

    private static long Nanoseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).Ticks * TimeSpan.NanosecondsPerTick;

    private static void CheckWanted(InferenceWork work)
    {
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
