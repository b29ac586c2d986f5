using System.Diagnostics;
using Cairn.Serving.Metrics;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Runs;

/// <summary>
/// Requests of one variant on their way to its model. Short runs happen at once on the caller's thread. Longer ones happen on threads
/// of their own, so many at once, and what arrives meanwhile waits, up to a bound. A run that becomes free takes all that wait and fit
/// together. Who comes to an idle model never waits for company; behind a run that several shared, a thread waits a moment, a quarter of that
/// run's time at most, for those whom it answered to come again.
/// </summary>
internal sealed class RunQueue(RunnerThreads threads, RunLimits limits, IModelRun model, RunMeter meter, TimeProvider real) : IDrain
{
    private const double GatherPart = 4;
    private readonly WaitingLine _line = new(limits);
    private int _running;

    /// <summary>Requests that wait.</summary>
    public int Waiting => _line.Count;

    /// <summary>As many wait as may: the next one is refused.</summary>
    public bool IsFull => Waiting >= limits.Waiting;

    /// <summary>Rows that may share a run.</summary>
    public int BatchRows => limits.BatchRows;

    /// <summary>Fills the outputs of the work. Throws what the model or the queue has against it.</summary>
    public ValueTask RunAsync(InferenceWork work, TimeSpan patience, CancellationToken gone)
    {
        if (patience <= TimeSpan.Zero) throw RunFaults.TooLate();
        if (!model.IsShort(work.Rows, limits.Inline)) return WaitAsync(work, patience, gone);
        model.Run(work);
        return ValueTask.CompletedTask;
    }

    /// <summary>A ticket's time is over: that until its run, or, where its client has set one, that until its answer.</summary>
    public void Expire(RunTicket ticket)
    {
        if (_line.TryDrop(ticket)) ticket.Fail(RunFaults.TooLate());
        else if (!ticket.Work.Time.HasEnd) return;
        else if (ticket.Work.Time.Left(real) is { Ticks: > 0 } left) ticket.Timer?.Change(left, Timeout.InfiniteTimeSpan);
        else _line.Leave(ticket, RunFaults.CutOff());
    }

    /// <summary>A ticket's client has gone.</summary>
    public void Abandon(RunTicket ticket)
    {
        var gone = new OperationCanceledException("The client went away.");
        if (_line.TryDrop(ticket)) ticket.Fail(gone);
        else _line.Leave(ticket, gone);
    }

    /// <summary>Runs until nothing waits; on a thread of its own.</summary>
    public void Drain()
    {
        var batch = new List<RunTicket>();
        while (_line.Take(batch)) RunAndGather(batch);
        Interlocked.Decrement(ref _running);
        // What came between the last look and the line above found no free run and relies on this.
        if (Waiting > 0) Wake();
    }

    /// <summary>What is said while it is full.</summary>
    public ReadyFault Full { get; } = new(RunFaults.NoRoom(limits));

    private async ValueTask WaitAsync(InferenceWork work, TimeSpan patience, CancellationToken gone)
    {
        var ticket = new RunTicket(this, work);
        long since = Stopwatch.GetTimestamp();
        _line.Add(ticket);
        Wake();
        // Set once it is the ticket's: one that rang before could not be set again.
        await using ITimer timer = ticket.Timer = real.CreateTimer(static t => ((RunTicket)t!).Expire(), ticket, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(patience, Timeout.InfiniteTimeSpan);
        await using CancellationTokenRegistration left = gone.UnsafeRegister(static t => ((RunTicket)t!).Abandon(), ticket);
        await ticket.Answer;
        meter.Waited(work.Begun > since ? Stopwatch.GetElapsedTime(since, work.Begun).Ticks * TimeSpan.NanosecondsPerTick : 0);
    }

    private void Wake()
    {
        if (Interlocked.Increment(ref _running) <= limits.Parallel) threads.Start(this);
        else if (Interlocked.Decrement(ref _running) < limits.Parallel && Waiting > 0) Wake();
    }

    private void RunAndGather(List<RunTicket> batch)
    {
        long begun = Stopwatch.GetTimestamp();
        Run(batch, begun);
        if (batch.Count > 1) _line.Gather(batch.Count, (int)(Stopwatch.GetElapsedTime(begun).TotalMilliseconds / GatherPart));
    }

    private void Run(List<RunTicket> batch, long begun)
    {
        foreach (RunTicket ticket in batch) ticket.Work.Begun = begun;
        if (batch.Count > 1)
        {
            if (TryTogether(batch))
            {
                foreach (RunTicket ticket in batch) ticket.Done();
                return;
            }

            _line.Part(batch);
        }

        foreach (RunTicket ticket in batch) RunAlone(ticket);
    }

    /// <summary>False when one of them spoils it for all: then each is run alone, and only that one fails.</summary>
    private bool TryTogether(List<RunTicket> batch)
    {
        try
        {
            model.Run([.. batch.Select(t => t.Work)]);
            return true;
        }
        catch (Exception)
        {
            // Each is told its own when it is run alone.
            return false;
        }
    }

    private void RunAlone(RunTicket ticket)
    {
        if (ticket.Left is { } left)
        {
            ticket.Fail(left);
            return;
        }

        try { model.Run(ticket.Work); }
        catch (Exception e)
        {
            // Whatever it is, it belongs to the one who asked; this thread serves others too.
            ticket.Fail(ticket.Left ?? e);
            return;
        }

        ticket.Done();
    }
}
