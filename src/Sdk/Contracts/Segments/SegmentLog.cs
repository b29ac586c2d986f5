using System.Collections.Concurrent;

namespace Cairn.Contracts.Segments;

/// <summary>
/// The append-only log of a data plane: <c>dir/endpoint/predictions-*.seg</c> and <c>outcomes-*.seg</c>. Any thread appends without
/// a lock; one thread writes all files and syncs once for everybody who waits (group commit).
/// A directory belongs to one process at a time, held by a lock file.
/// </summary>
public sealed class SegmentLog : IDisposable
{
    private const int PooledEntries = 4096;
    private readonly ConcurrentQueue<LogEntry> _queue = new();
    private readonly ConcurrentQueue<LogEntry> _pool = new();
    private readonly ConcurrentQueue<(Action Act, TaskCompletionSource Done)> _asked = new();
    private readonly ConcurrentDictionary<(string Endpoint, SegmentKind Kind), SegmentStream> _streams = new();
    private readonly HashSet<SegmentStream> _touched = [];
    private readonly Lock _opening = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly List<string> _unsettled = [];
    private readonly FileStream _lock;
    private readonly Thread _flusher;
    private long _pendingBytes;
    private int _urgent;
    private volatile bool _stopping;

    /// <summary>Opens or makes the directory; an <see cref="IOException"/> when another process writes there.</summary>
    public SegmentLog(string directory, SegmentLogOptions? options = null, IDurableFiles? files = null)
    {
        Options = options ?? new();
        Files = files ?? DiskFiles.Instance;
        Root = Path.GetFullPath(directory);
        Make(Root);
        _lock = new FileStream(Path.Combine(Root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _flusher = new Thread(Run) { IsBackground = true, Name = "Cairn log flusher" };
        _flusher.Start();
    }

    /// <summary>The directory, absolute.</summary>
    public string Root { get; }

    /// <summary>Every stream opened so far.</summary>
    public IReadOnlyCollection<KeyValuePair<(string Endpoint, SegmentKind Kind), SegmentStream>> Streams => _streams;

    internal SegmentLogOptions Options { get; }

    internal IDurableFiles Files { get; }

    /// <summary>The stream of an endpoint; the first call recovers what an earlier process left.</summary>
    public SegmentStream Stream(string endpoint, SegmentKind kind)
    {
        if (_streams.TryGetValue((endpoint, kind), out SegmentStream? found)) return found;
        lock (_opening)
        {
            return _streams.GetOrAdd((endpoint, kind), key => new SegmentStream(this, Path.Combine(Root, key.Endpoint), key.Kind));
        }
    }

    /// <summary>An empty record to be filled.</summary>
    public LogEntry Rent() => _pool.TryDequeue(out LogEntry? entry) ? entry : new LogEntry();

    /// <summary>Hands a rented record back that is not to be written.</summary>
    public void Return(LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entry.Reset();
        if (_pool.Count < PooledEntries) _pool.Enqueue(entry);
    }

    /// <summary>As <see cref="Return"/>, of one that should have been written; it counts as lost.</summary>
    public void Lose(SegmentStream stream, LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.CountLost(1);
        Return(entry);
    }

    /// <summary>
    /// Queues a record; false (and counted as lost) when too much waits already. <paramref name="day"/> is the day number of its domain time.
    /// The observer hears when it is on the disk.
    /// </summary>
    public bool Append(SegmentStream stream, LogEntry entry, int day, ILogObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(entry);
        (entry.Stream, entry.Day, entry.Observer) = (stream, day, observer);
        if (Enqueue(entry, urgent: false)) return true;
        Lose(stream, entry);
        return false;
    }

    /// <summary>Queues a record and answers when it is synced. An <see cref="IOException"/> when the disk refuses or too much waits already.</summary>
    public ValueTask<SegmentPosition> AppendDurably(SegmentStream stream, LogEntry entry, int day, ILogObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(entry);
        (entry.Stream, entry.Day, entry.Observer, entry.Awaited) = (stream, day, observer, true);
        var durable = new ValueTask<SegmentPosition>(entry, entry.Token);
        if (Enqueue(entry, urgent: true)) return durable;
        Lose(stream, entry);
        return ValueTask.FromException<SegmentPosition>(new IOException("Too many log records wait for the disk."));
    }

    /// <summary>Writes what waits and closes the current segment of the stream (of all streams without one), so that it can be compacted.</summary>
    public Task CloseSegmentsAsync(SegmentStream? stream = null) => AskAsync(() => Close(stream is null ? _streams.Values : [stream]));

    /// <summary>Writes and syncs what waits, so that whoever reads the files finds it.</summary>
    public Task FlushAsync() => AskAsync(static () => { });

    /// <summary>Completes when the disk has taken something for the stream, as it would a record; an <see cref="IOException"/> when it refuses.</summary>
    public Task ProveAsync(SegmentStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return AskAsync(stream.Prove);
    }

    /// <summary>Writes and syncs everything, closes every segment and ends the flusher.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _wake.Set();
        _flusher.Join();
        _wake.Dispose();
        _lock.Dispose();
    }

    /// <summary>Makes the names of its directories durable: one that is gone takes all that is in it along. By the flusher, before the first record of a stream is.</summary>
    internal void Settle()
    {
        foreach (string above in _unsettled) Files.SyncDirectory(above);
        _unsettled.Clear();
        Files.SyncDirectory(Root);
    }

    /// <summary>With each directory above it that is not there.</summary>
    private void Make(string directory)
    {
        if (Directory.Exists(directory)) return;
        string above = Path.GetDirectoryName(directory)!;
        Make(above);
        Files.CreateDirectory(directory);
        _unsettled.Add(above);
    }

    /// <param name="act">Done by the flusher, when what was appended before is on the disk.</param>
    private Task AskAsync(Action act)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue((act, done));
        Wake();
        return done.Task;
    }

    private bool Enqueue(LogEntry entry, bool urgent)
    {
        if (_stopping) return false;
        entry.Buffer.Seal();
        int size = entry.Buffer.Length;
        long pending = Interlocked.Add(ref _pendingBytes, size);
        // Looked at without the record itself, so that the largest passes, too, when few wait.
        if (pending - size >= Options.MaxPendingBytes)
        {
            Interlocked.Add(ref _pendingBytes, -size);
            return false;
        }

        entry.Stream!.CountAppended();
        _queue.Enqueue(entry);
        if (urgent || pending >= Options.FlushBytes) Wake();
        else if (pending == size) _wake.Set();
        return true;
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _urgent, 1) == 0) _wake.Set();
    }

    private void Run()
    {
        while (!_stopping)
        {
            _wake.WaitOne();
            // The first buffered record starts the clock; an urgent one ends the wait.
            if (Volatile.Read(ref _urgent) == 0 && !_stopping) _wake.WaitOne(Options.FlushEvery);
            Volatile.Write(ref _urgent, 0);
            FlushQueue();
            DoAsAsked();
        }

        FlushQueue();
        DoAsAsked();
        foreach (SegmentStream stream in _streams.Values) Guard(stream, static s => s.Close());
    }

    private void FlushQueue()
    {
        while (_queue.TryDequeue(out LogEntry? entry))
        {
            Interlocked.Add(ref _pendingBytes, -entry.Buffer.Length);
            Stage(entry);
        }

        foreach (SegmentStream stream in _touched) Guard(stream, static s => s.Flush());
        _touched.Clear();
    }

    private void Stage(LogEntry entry)
    {
        SegmentStream stream = entry.Stream!;
        _touched.Add(stream);
        try { stream.Stage(entry); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream.Abandon(e);
            stream.CountLost(1);
            entry.Complete(e);
        }
    }

    private void DoAsAsked()
    {
        while (_asked.TryDequeue(out (Action Act, TaskCompletionSource Done) ask))
        {
            // What was queued before the ask may have come while the last flush was at the disk.
            FlushQueue();
            try
            {
                ask.Act();
                ask.Done.SetResult();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                ask.Done.SetException(new IOException("The log could not be written.", e));
            }
        }
    }

    private static void Close(IEnumerable<SegmentStream> streams)
    {
        bool closed = true;
        foreach (SegmentStream stream in streams) closed &= Guard(stream, static s => s.Close());
        if (!closed) throw new IOException("A log segment could not be closed.");
    }

    /// <summary>The disk's refusal is told to those who wait and counted; the flusher itself goes on.</summary>
    private static bool Guard(SegmentStream stream, Action<SegmentStream> act)
    {
        try
        {
            act(stream);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream.Abandon(e);
            return false;
        }
    }
}
