using System.Diagnostics;
using Cairn.Contracts.Access;
using Cairn.Contracts.Segments;
using Cairn.Serving.Logging;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Pipeline;

/// <summary>The way of every prediction: pin snapshot, read, check, choose, run, log, answer.</summary>
internal sealed class InferencePipeline(
    RouteTable routes, ModelRunner runner, PredictionLogger logger, WorkPool works, Admission admission, ServingClocks clocks, IOptions<ServingOptions> options)
{
    private static readonly ReadyFault TooMany = new(new(429, ErrorKind.Overload, "Too many requests at once; try again in a second."));
    // Nobody hides his requests.
    private static readonly ReadyFault NoProber = new(new(403, ErrorKind.Forbidden, $"The header '{ServingHeaders.Probe}' is for probers; leave it out, or send a token of the role 'probe'."));
    private readonly int _maxBody = options.Value.MaxBodyBytes;
    private readonly int _maxDepth = options.Value.MaxDepth;
    private readonly Func<HttpContext, bool> _isProber = options.Value.IsProber;
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(options.Value.PatienceMilliseconds);

    public async Task HandleAsync(HttpContext http, IInferenceProtocol protocol, string endpoint, string? version)
    {
        bool entered = admission.TryEnter();
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            if (!entered && snapshot?.Endpoints.ContainsKey(endpoint) is not true)
            {
                await Answers.WriteFaultAsync(http, protocol, TooMany);
                return;
            }

            if (snapshot is null) throw new RequestFault(503, ErrorKind.NotReady, "No snapshot is loaded yet; try again when /v2/health/ready says so.");
            if (!snapshot.Endpoints.TryGetValue(endpoint, out LiveEndpoint? live)) throw snapshot.Missing(endpoint);
            bool marked = http.Request.Headers.ContainsKey(ServingHeaders.Probe), probe = marked && _isProber(http);
            if (!entered)
            {
                // Counted, but not on record: what a flood costs must not be what others need.
                if (!probe) live.Runtime.Meter.Failed(TooMany.Fault.Kind);
                await Answers.WriteFaultAsync(http, protocol, TooMany);
            }
            else if (marked && !probe) await RefuseAsync(http, protocol, live, (NoProber, false));
            else if (live.Stable.Queue.IsFull && !MayBeAnswered(http, live, version)) await RefuseAsync(http, protocol, live, (live.Stable.Queue.Full, probe));
            else await AnswerAsync(http, protocol, snapshot, live, (version, probe));
        }
        catch (RequestFault fault) { await Answers.WriteFaultAsync(http, protocol, fault); }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested) { await Unforeseen.AnswerAsync(http, protocol, e); }
        finally
        {
            snapshot?.Unpin();
            if (entered) admission.Leave();
        }
    }

    /// <summary>Whether, while many wait for the stable version, another one or the log may have the answer. (What the body says is not looked at: an id in it counts when there is room.)</summary>
    private static bool MayBeAnswered(HttpContext http, LiveEndpoint endpoint, string? version)
    {
        if (http.Request.Headers[ServingHeaders.RequestId] is [{ Length: > 0 } id, ..] && endpoint.Runtime.Claims.Has(id)) return true;
        if (version is null && http.Request.Headers[ServingHeaders.Pin] is [{ Length: > 0 } pin, ..]) version = pin;
        if (version is not null) return endpoint.Find(version) is not { Queue.IsFull: true };
        foreach (LiveVariant variant in endpoint.Variants)
            if (variant.Route.WeightPermille > 0 && !variant.Queue.IsFull) return true;
        return false;
    }

    /// <summary>Said at once, before its body is looked at and without an exception.</summary>
    private Task RefuseAsync(HttpContext http, IInferenceProtocol protocol, LiveEndpoint endpoint, (ReadyFault Ready, bool Probe) why)
    {
        RequestFault fault = why.Ready.Fault;
        string id = Answers.Identify(http);
        if (why.Probe) return Answers.WriteFaultAsync(http, protocol, why.Ready);
        endpoint.Runtime.Meter.Failed(fault.Kind);
        logger.Failed(endpoint.Runtime, new PredictionHead
        {
            RequestId = id,
            Endpoint = endpoint.Route.Name,
            Error = fault.Kind.ToString(),
            At = clocks.Domain.GetUtcNow(),
            Latency = TimeSpan.Zero,
            Status = fault.Status,
        });
        return Answers.WriteFaultAsync(http, protocol, why.Ready);
    }

    private async Task AnswerAsync(HttpContext http, IInferenceProtocol protocol, LiveSnapshot snapshot, LiveEndpoint endpoint, (string? Version, bool Probe) asked)
    {
        long started = clocks.Real.GetTimestamp();
        DateTimeOffset at = clocks.Domain.GetUtcNow();
        InferenceWork work = works.Get();
        bool answered = false, replayed = false;
        // Each look at the token takes a lock of the connection.
        CancellationToken gone = http.RequestAborted;
        work.Begin(endpoint);
        work.At = at;
        work.IsProbe = asked.Probe;
        using Activity? span = Tracing.Begin(work, http.Request.Headers);
        try
        {
            work.Pin = asked.Version ?? (http.Request.Headers[ServingHeaders.Pin] is [{ Length: > 0 } pin, ..] ? pin : null);
            await ReadAsync(http, protocol, work, gone);
            gone.ThrowIfCancellationRequested();
            work.Time = new(started, work.Patience ?? TimeSpan.MaxValue, gone);
            TimeSpan most = endpoint.Patience ?? _patience, patience = work.Patience is { } own && own < most ? own : most;
            work.Until = new(started, patience, gone);
            if (work.Replayable && await Replay.FindAsync(work, work.Until, clocks.Real) is { } record)
            {
                endpoint.Runtime.Meter.CountReplay();
                replayed = true;
                await Answers.WriteReplayAsync(http, record, protocol.JsonLength(record.Answer.Span), gone);
                return;
            }

            await runner.RunAsync(work, VariantChooser.Choose(http, work, clocks.Real));
            protocol.Write(work);
            if (work.IsProbe)
            {
                await logger.ProveAsync(endpoint);
                endpoint.Runtime.Meter.CountProbe();
            }
            else
            {
                TimeSpan latency = clocks.Real.GetElapsedTime(started);
                await logger.AnsweredAsync(work, Head(work, at, latency));
                answered = true;
                CountAnswer(endpoint, work, at, latency);
                if (work.Pin is null && http.Request.Headers[ApplicationName.Header] is [{ Length: > 0 } application, ..]) work.Variant.Meter.Pickups.Used(application, at);
            }

            await Answers.WriteAsync(http, work, gone);
            Tracing.End(span, work);
        }
        catch (RequestFault fault)
        {
            Fail(http, work, fault, (at, started));
            Tracing.End(span, work, fault);
            throw;
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Who leaves while his answer is sent has it on record.
            if (!answered && !replayed) Fail(http, work, new RequestFault(499, ErrorKind.Gone, "The client went away."), (at, started));
        }
        catch (Exception) when (!gone.IsCancellationRequested)
        {
            if (!answered && !replayed) Fail(http, work, new RequestFault(500, ErrorKind.Internal, "Nobody foresaw it."), (at, started));
            throw;
        }
        finally
        {
            work.Claim?.GiveUp();
            // The caller has its answer; what is left may still serve the shadow.
            if (!answered || endpoint.Shadow is not { } shadow || !shadow.TryTake(work, snapshot, at)) works.Return(work);
        }
    }

    private async ValueTask ReadAsync(HttpContext http, IInferenceProtocol protocol, InferenceWork work, CancellationToken gone)
    {
        // The header is the id unless the body brings its own.
        if (http.Request.Headers[ServingHeaders.RequestId] is [{ Length: > 0 } id, ..])
            (work.RequestId, work.Replayable) = (RequestIds.Checked(id, ServingHeaders.RequestId), true);
        int form = protocol.CheckType(http.Request);
        RequestBody body = await RequestBody.ReadAsync(http, work.Endpoint.Route.MaxBodyBytes ?? _maxBody, work.Memory, gone);
        work.BeginBody(body);
        try { Parse(protocol, work, body.Bytes, form); }
        finally { work.EndBody(); }
    }

    private void Parse(IInferenceProtocol protocol, InferenceWork work, ReadOnlySpan<byte> body, int form)
    {
        protocol.Read(work, body, form, _maxDepth);
        // What is not logged cannot be given again.
        if (work.IsProbe) work.Replayable = false;
        if (work.Replayable) work.Digest = RequestDigest.Of(protocol.Mark, form, work.Pin, body, work.PatienceAt);
        else work.RequestId = RequestIds.Next();
    }

    private static PredictionHead Head(InferenceWork work, DateTimeOffset at, TimeSpan latency) => new()
    {
        RequestId = work.RequestId,
        Endpoint = work.Endpoint.Route.Name,
        Version = work.Variant.Version,
        Variant = work.Variant.Name,
        Error = "",
        Trace = work.Trace,
        At = at,
        Latency = latency,
        Status = StatusCodes.Status200OK,
        Rows = work.Rows,
        Replayable = work.Replayable,
        Pinned = work.Pin is not null,
    };

    private static void CountAnswer(LiveEndpoint endpoint, InferenceWork work, DateTimeOffset at, TimeSpan latency)
    {
        work.Variant.Meter.Answered(work.Rows, at, latency, work.ScoresOf(work.Variant.Meter), work.Pin is not null);
        endpoint.Runtime.Meter.Days.Answered(PredictionLogger.Day(at), work.Rows);
        endpoint.Runtime.Meter.Outage.Answered();
    }

    private void Fail(HttpContext http, InferenceWork work, RequestFault fault, (DateTimeOffset At, long Started) times)
    {
        EndpointRuntime runtime = work.Endpoint.Runtime;
        if (work.IsProbe) return;
        // A model that failed, or was too slow, has been counted by its variant already.
        if (fault.Kind != ErrorKind.Model && !fault.IsCutOff) runtime.Meter.Failed(fault.Kind);
        // What a protocol cannot say is no outage of the model.
        if (fault.Status >= 500 && fault.Kind != ErrorKind.Unsupported) runtime.Meter.Outage.Failed(times.Started);
        if (fault.Column is { } column) runtime.Meter.Violated(column);
        foreach (string other in fault.AlsoBreached) runtime.Meter.Violated(other);
        if (work.RequestId.Length == 0) work.RequestId = RequestIds.Next();
        http.Response.Headers[ServingHeaders.RequestId] = work.RequestId;
        if (work.Trace.Length > 0) http.Response.Headers[ServingHeaders.Trace] = work.Trace;
        logger.Failed(runtime, new PredictionHead
        {
            RequestId = work.RequestId,
            Endpoint = work.Endpoint.Route.Name,
            Version = work.Variant?.Version ?? "",
            Variant = work.Variant?.Name ?? "",
            Error = fault.Kind.ToString(),
            Trace = work.Trace,
            At = times.At,
            Latency = clocks.Real.GetElapsedTime(times.Started),
            Status = fault.Status,
        });
    }
}
