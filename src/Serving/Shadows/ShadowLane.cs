using System.Collections.Concurrent;
using System.Text;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Cairn.Serving.Runs;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Shadows;

/// <summary>
/// The way of requests to an endpoint's shadow. It takes over what a request leaves behind once its caller has the answer, at a share, up
/// to a bound; its model runs on a thread that yields to all others, and pauses after each run. What it cannot take is shed: nobody waits for it, and nobody sees it fail.
/// </summary>
internal sealed class ShadowLane(ShadowRoute route, SipHash hash, LoadedModel model, IModelRun run, VariantMeter meter, ShadowLanes lanes) : IDrain
{
    public const string Variant = "shadow";
    private readonly ConcurrentQueue<ShadowTicket> _waiting = new();
    private int _count;
    private int _draining;

    public ShadowRoute Route => route;

    public LoadedModel Model => model;

    public VariantMeter Meter => meter;

    /// <summary>True: the work is the shadow's from now on, and so is its return.</summary>
    public bool TryTake(InferenceWork work, LiveSnapshot snapshot, DateTimeOffset at)
    {
        if (!Wants(work)) return false;
        // Where callers wait the processor is theirs, and so is the memory where it is short.
        if (work.Variant.Queue.Waiting > 0 || lanes.IsTight || !TryEnter())
        {
            meter.Shed();
            return false;
        }

        if (!snapshot.TryPin()) throw new InvalidOperationException("The caller holds the snapshot.");
        _waiting.Enqueue(new(work, snapshot, at));
        if (Interlocked.CompareExchange(ref _draining, 1, 0) == 0) lanes.Start(this);
        return true;
    }

    public void Drain()
    {
        using IDisposable lent = lanes.LendIdle();
        do
        {
            while (_waiting.TryDequeue(out ShadowTicket ticket))
            {
                // What waits holds the models of its snapshot, which are to go when that is over.
                if (lanes.Share.Pause is var pause && pause > TimeSpan.Zero && !ticket.Snapshot.IsCurrentFor(pause)) Shed(ticket);
                else Ask(ticket);
            }

            Interlocked.Exchange(ref _draining, 0);
        }
        while (!_waiting.IsEmpty && Interlocked.CompareExchange(ref _draining, 1, 0) == 0);
    }

    /// <summary>Only what the split decided and the log keeps: each of the shadow's answers has one to be held against.</summary>
    private bool Wants(InferenceWork work)
    {
        if (work.Pin is not null) return false;
        Span<byte> id = stackalloc byte[RequestIds.MaxLength];
        id = id[..Encoding.ASCII.GetBytes(work.RequestId, id)];
        return VariantSplit.Point(hash.Of(id)) < route.SharePermille && work.Endpoint.Keeps(id);
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= route.MaxWaiting) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    private void Shed(ShadowTicket ticket)
    {
        meter.Shed();
        Leave(ticket);
    }

    private void Leave(ShadowTicket ticket)
    {
        Interlocked.Decrement(ref _count);
        ticket.Snapshot.Unpin();
        lanes.Return(ticket.Work);
    }

    private void Ask(ShadowTicket ticket)
    {
        InferenceWork work = ticket.Work;
        TimeSpan begun = lanes.Share.Now;
        (work.Time, work.Until, work.Stop) = (RunTime.Endless, RunTime.Endless, null);
        try
        {
            ErrorKind error = Run(work);
            TimeSpan latency = lanes.Share.Now - begun;
            if (error == ErrorKind.None) meter.Shadowed(ticket.At, latency, work.ScoresOf(meter));
            else meter.Failed(error, latency);
            lanes.Log(work, model, Head(work, ticket.At, latency, error));
        }
        catch (Exception e)
        {
            // An exception that leaves this thread ends the process. The request was counted before it was logged.
            lanes.Failed(work, route.Version, e);
        }
        finally
        {
            Leave(ticket);
            // One that waits for another process computes there.
            if (!model.Waits) lanes.Share.Ran(begun, model.Threads);
        }
    }

    private ErrorKind Run(InferenceWork work)
    {
        if (model.FixedRows is { } rows && rows != work.Rows) return ErrorKind.Contract;
        try
        {
            run.Run(work);
            return ErrorKind.None;
        }
        catch (Exception e)
        {
            // Whatever it is, it is the shadow's own.
            lanes.Failed(work, route.Version, e);
            return e switch { ModelFailure => ErrorKind.Model, RequestFault fault => fault.Kind, _ => ErrorKind.Internal };
        }
    }

    private PredictionHead Head(InferenceWork work, DateTimeOffset at, TimeSpan latency, ErrorKind error) => new()
    {
        RequestId = work.RequestId,
        Endpoint = work.Endpoint.Route.Name,
        Version = route.Version,
        Variant = Variant,
        Error = error == ErrorKind.None ? "" : error.ToString(),
        Trace = work.Trace,
        At = at,
        Latency = latency,
        Status = error == ErrorKind.None ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError,
        Rows = error == ErrorKind.None ? work.Rows : 0,
    };
}
