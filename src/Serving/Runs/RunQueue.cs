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
    private const int MostGather = 5;

    // An object, not a Lock: runs that gather wait on it.
    private readonly object _gate = new();
    private readonly LinkedList<RunTicket> _waiting = new();
    private int _count;
    private int _running;
    private int _gathering;
    private int _wanted;

    /// <summary>Requests that wait.</summary>
    public int Waiting => Volatile.Read(ref _count);

    /// <summary>As many wait as may: the next one is refused.</summary>
    public bool IsFull => Waiting >= limits.Waiting;

    /// <summary>Rows that may share a run.</summary>
    public int BatchRows => limits.BatchRows;

    /// <summary>Fills the outputs of the work. Throws what the model or the queue has against it.</summary>
    public ValueTask RunAsync(InferenceWork work, TimeSpan patience, CancellationToken gone)
    {
        if (patience <= TimeSpan.Zero) throw TooLate();
        if (!model.IsShort(work.Rows, limits.Inline)) return WaitAsync(work, patience, gone);
        model.Run(work);
        return ValueTask.CompletedTask;
    }

    /// <summary>A ticket's time is over: that until its run, or, where its client has set one, that until its answer.</summary>
    public void Expire(RunTicket ticket)
    {
        if (TryDrop(ticket)) ticket.Fail(TooLate());
        else if (!ticket.Work.Time.HasEnd) return;
        else if (ticket.Work.Time.Left(real) is { Ticks: > 0 } left) ticket.Timer?.Change(left, Timeout.InfiniteTimeSpan);
        else Leave(ticket, CutOff());
    }

    /// <summary>A ticket's client has gone.</summary>
    public void Abandon(RunTicket ticket)
    {
        var gone = new OperationCanceledException("The client went away.");
        if (TryDrop(ticket)) ticket.Fail(gone);
        else Leave(ticket, gone);
    }

    /// <summary>Runs until nothing waits; on a thread of its own.</summary>
    public void Drain()
    {
        var batch = new List<RunTicket>();
        while (Take(batch)) RunAndGather(batch);
        Interlocked.Decrement(ref _running);
        // What came between the last look and the line above found no free run and relies on this.
        if (Waiting > 0) Wake();
    }

    /// <summary>What is said while it is full.</summary>
    public ReadyFault Full { get; } = new(NoRoom(limits));

    /// <summary>As <see cref="TooLate"/>, of a model that was at work on it.</summary>
    public static RequestFault CutOff() => new(504, ErrorKind.Deadline, "The time that the request may take was over before the model answered; try again later, or allow more by 'timeout'.") { IsCutOff = true };

    public static RequestFault TooLate() => new(504, ErrorKind.Deadline, "The time that the request may take was over before the model was free; try again later, or allow more by 'timeout'.");

    private static RequestFault NoRoom(RunLimits limits) => new(429, ErrorKind.Overload, $"Too many requests wait for this model ({limits.Waiting}); try again in a second.");

    private async ValueTask WaitAsync(InferenceWork work, TimeSpan patience, CancellationToken gone)
    {
        var ticket = new RunTicket(this, work);
        long since = Stopwatch.GetTimestamp();
        Enqueue(ticket);
        Wake();
        // Set once it is the ticket's: one that rang before could not be set again.
        await using ITimer timer = ticket.Timer = real.CreateTimer(static t => ((RunTicket)t!).Expire(), ticket, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(patience, Timeout.InfiniteTimeSpan);
        await using CancellationTokenRegistration left = gone.UnsafeRegister(static t => ((RunTicket)t!).Abandon(), ticket);
        await ticket.Answer;
        meter.Waited(work.Begun > since ? Stopwatch.GetElapsedTime(since, work.Begun).Ticks * TimeSpan.NanosecondsPerTick : 0);
    }

    private void Enqueue(RunTicket ticket)
    {
        lock (_gate)
        {
            if (_waiting.Count >= limits.Waiting)
                throw NoRoom(limits);
            _waiting.AddLast(ticket.Place);
            Interlocked.Exchange(ref _count, _waiting.Count);
            if (_gathering > 0 && _waiting.Count >= _wanted) Monitor.PulseAll(_gate);
        }
    }

    private void Wake()
    {
        if (Interlocked.Increment(ref _running) <= limits.Parallel) threads.Start(this);
        else if (Interlocked.Decrement(ref _running) < limits.Parallel && Waiting > 0) Wake();
    }

    /// <summary>Takes a ticket out, if no run has taken it yet.</summary>
    private bool TryDrop(RunTicket ticket)
    {
        lock (_gate)
        {
            if (ticket.Place.List is null) return false;
            _waiting.Remove(ticket.Place);
            Volatile.Write(ref _count, _waiting.Count);
            return true;
        }
    }

    /// <summary>Nobody waits for a ticket's run any more.</summary>
    private void Leave(RunTicket ticket, Exception why)
    {
        lock (_gate)
        {
            if (ticket.Left is not null) return;
            ticket.Left = why;
            ticket.Run?.Leave();
        }
    }

    /// <summary>The first that waits, and those behind it that fit into the same run.</summary>
    private bool Take(List<RunTicket> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            int rows = 0;
            while (_waiting.First is { } first && (batch.Count == 0 || (first.Value.Work.Parameters is null && rows + first.Value.Work.Rows <= limits.BatchRows)))
            {
                _waiting.RemoveFirst();
                batch.Add(first.Value);
                rows += first.Value.Work.Rows;
                // What one client says to the model is not said for another.
                if (first.Value.Work.Parameters is not null) break;
            }

            Volatile.Write(ref _count, _waiting.Count);
            if (batch.Count == 0) return false;
            var stop = new RunStop(batch.Count);
            foreach (RunTicket ticket in batch) ticket.Enter(stop);
        }

        return true;
    }

    private void RunAndGather(List<RunTicket> batch)
    {
        long begun = Stopwatch.GetTimestamp();
        Run(batch, begun);
        if (batch.Count > 1) Gather(batch.Count, (int)(Stopwatch.GetElapsedTime(begun).TotalMilliseconds / GatherPart));
    }

    /// <summary>Without it the first of many who come back would have a run alone, and the many would wait for that.</summary>
    private void Gather(int wanted, int milliseconds)
    {
        if (milliseconds == 0) return;
        lock (_gate)
        {
            _wanted = ++_gathering == 1 ? wanted : Math.Min(_wanted, wanted);
            if (_waiting.Count < wanted) Monitor.Wait(_gate, Math.Min(milliseconds, MostGather));
            _gathering--;
        }
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

            lock (_gate)
                foreach (RunTicket ticket in batch) ticket.Enter(new RunStop(1));
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
