using System.Threading.Channels;

namespace Cairn.Client;

/// <summary>
/// The queue of what was logged and the loop that sends it, in order. It is bounded: who logs faster than it goes waits. An entry lingers a moment so that
/// others travel with it.
/// </summary>
internal sealed class RunSender
{
    private const int MostEntries = 1000, MostParams = 100, MostTags = 100, MostFaults = 100;

    private readonly RunLine _line;
    private readonly RunOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<LogEntry> _queue;
    private readonly LogEntry[] _batch = new LogEntry[MostEntries];
    private readonly BatchSending _sending;
    private readonly Lock _lock = new();
    private List<RunFault> _faults = [];
    private readonly Task _loop;

    public RunSender(RunLine line, RunOptions options, TimeProvider time)
    {
        (_line, _options, _time) = (line, options, time);
        _queue = Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
        _sending = new BatchSending(body => _line.SendAsync(BufferKind.Batch, body, CancellationToken.None), (entry, fault) => Note(entry.ToString(), fault));
        _line.Refused = Note;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Without an object on the heap while there is room.</summary>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    public ValueTask PostAsync(in LogEntry entry, CancellationToken cancel) =>
        cancel.IsCancellationRequested ? ValueTask.FromCanceled(cancel) : _queue.Writer.TryWrite(entry) ? ValueTask.CompletedTask : WaitAsync(entry, cancel);

    /// <summary>Has something done in its turn, and waits until it is.</summary>
    public async Task DoAsync(RunAct act, CancellationToken cancel)
    {
        await PostAsync(new LogEntry(EntryKind.Act, "", Act: act), cancel);
        await act.Done.WaitAsync(cancel);
    }

    /// <summary>Takes nothing more, and waits until the queue is empty.</summary>
    public Task CloseAsync()
    {
        _queue.Writer.TryComplete();
        return _loop;
    }

    /// <summary>Notes what did not arrive; the first hundred.</summary>
    public void Note(RunFault fault)
    {
        lock (_lock)
        {
            if (_faults.Count < MostFaults)
            {
                _faults.Add(fault);
            }
        }
    }

    /// <summary>The faults since the last time; they are told once.</summary>
    public IReadOnlyList<RunFault> TakeFaults()
    {
        lock (_lock)
        {
            var taken = _faults;
            _faults = [];
            return taken;
        }
    }

    private async ValueTask WaitAsync(LogEntry entry, CancellationToken cancel)
    {
        try
        {
            await _queue.Writer.WriteAsync(entry, cancel);
        }
        catch (ChannelClosedException closed)
        {
            throw new InvalidOperationException("the run has ended; nothing more can be logged to it", closed);
        }
    }

    private void Note(string what, Exception fault) => Note(new RunFault(what, fault.Message));

    private async Task LoopAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            var (count, act) = await GatherAsync();
            if (count > 0)
            {
                await SendAsync(_batch.AsMemory(0, count));
            }
            if (act is not null)
            {
                await PerformAsync(act);
            }
        }
    }

    /// <summary>Fills the batch until it is full, the linger is over or an act comes, which is taken too.</summary>
    private async Task<(int Count, RunAct? Act)> GatherAsync()
    {
        int count = 0, parameters = 0, tags = 0;
        using var linger = new CancellationTokenSource(_options.Linger, _time);
        do
        {
            while (count < MostEntries && _queue.Reader.TryPeek(out var next))
            {
                if ((next.Kind == EntryKind.Param && ++parameters > MostParams) || (next.Kind == EntryKind.Tag && ++tags > MostTags))
                {
                    return (count, null);
                }
                _queue.Reader.TryRead(out _);
                if (next.Act is { } act)
                {
                    return (count, act);
                }
                _batch[count++] = next;
            }
        }
        while (count < MostEntries && await MoreAsync(linger.Token));
        return (count, null);
    }

    private async ValueTask<bool> MoreAsync(CancellationToken linger)
    {
        try
        {
            return await _queue.Reader.WaitToReadAsync(linger);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<LogEntry> entries)
    {
        try
        {
            await _sending.SendAsync(entries);
        }
        catch (Exception fault) when (fault is CairnApiException or CairnUnreachableException or IOException or UnauthorizedAccessException)
        {
            Note($"{entries.Length} entries", fault);
        }
    }

    private async Task PerformAsync(RunAct act)
    {
        try
        {
            if (act.Kind is { } kind)
            {
                await _line.SendAsync(kind, act.Payload, CancellationToken.None);
            }
            act.Finish();
        }
        catch (Exception fault) when (fault is CairnApiException or CairnUnreachableException or IOException or UnauthorizedAccessException)
        {
            act.Fail(fault);
        }
    }
}
