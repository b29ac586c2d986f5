namespace Cairn.Serving.Runs;

/// <summary>Requests of one variant that wait for a run, up to a bound, in the order in which they came. Any thread puts them in; one that runs the model takes all that fit together.</summary>
internal sealed class WaitingLine(RunLimits limits)
{
    private const int MostGather = 5;

    // An object, not a Lock: runs that gather wait on it.
    private readonly object _gate = new();
    private readonly LinkedList<RunTicket> _waiting = new();
    private int _count;
    private int _gathering;
    private int _wanted;

    /// <summary>Requests that wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <exception cref="RequestFault">As many wait as may.</exception>
    public void Add(RunTicket ticket)
    {
        lock (_gate)
        {
            if (_waiting.Count >= limits.Waiting) throw RunFaults.NoRoom(limits);
            _waiting.AddLast(ticket.Place);
            Interlocked.Exchange(ref _count, _waiting.Count);
            if (_gathering > 0 && _waiting.Count >= _wanted) Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes a ticket out, if no run has taken it yet.</summary>
    public bool TryDrop(RunTicket ticket)
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
    public void Leave(RunTicket ticket, Exception why)
    {
        lock (_gate)
        {
            if (ticket.Left is not null) return;
            ticket.Left = why;
            ticket.Run?.Leave();
        }
    }

    /// <summary>The first that waits, and those behind it that fit into the same run; false when none does.</summary>
    public bool Take(List<RunTicket> batch)
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

    /// <summary>Each has a run of its own from now on.</summary>
    public void Part(List<RunTicket> batch)
    {
        lock (_gate)
            foreach (RunTicket ticket in batch) ticket.Enter(new RunStop(1));
    }

    /// <summary>Waits for so many to come again. Without it the first of many who come back would have a run alone, and the many would wait for that.</summary>
    public void Gather(int wanted, int milliseconds)
    {
        if (milliseconds == 0) return;
        lock (_gate)
        {
            _wanted = ++_gathering == 1 ? wanted : Math.Min(_wanted, wanted);
            if (_waiting.Count < wanted) Monitor.Wait(_gate, Math.Min(milliseconds, MostGather));
            _gathering--;
        }
    }
}
