using System.Buffers;

namespace Cairn.Contracts.Segments;

/// <summary>
/// The segments of one endpoint and kind. Only the log's flusher writes; a torn tail left by a crash is cut when the stream is opened,
/// nothing before it is touched, and writing goes on in a new segment.
/// </summary>
public sealed class SegmentStream
{
    private const string ProofName = ".proof";
    private static readonly byte[] Proof = new byte[4096];
    private const int Usual = 1 << 20, Calm = 100;
    private ArrayBufferWriter<byte> _stage = new(64 << 10);
    private int _spare;
    private bool _settled;
    private volatile bool _refused;
    private volatile bool _held;
    private readonly Queue<(SegmentName Name, long Length)> _left = new();
    private IDurableFile? _file;
    private SegmentName? _name;
    private long _length;
    private int _nextNumber;
    private int _closedTo;
    private long _appended;
    private long _durable;
    private long _lost;
    private long _bytes;
    private long _syncs;

    internal SegmentStream(SegmentLog log, string directory, SegmentKind kind)
    {
        Log = log;
        Folder = directory;
        Kind = kind;
        log.Files.CreateDirectory(directory);
        CutBytes = SegmentRecovery.Recover(log.Files, directory, kind);
        int newest = SegmentName.List(directory, kind) is [.., var last] ? last.Name.Number : 0;
        _nextNumber = Math.Max(newest, log.Options.NumbersAfter?.Invoke(Path.GetFileName(directory), kind) ?? 0) + 1;
        _closedTo = _nextNumber - 1;
    }

    public string Folder { get; }

    public SegmentKind Kind { get; }

    /// <summary>The disk refused what was last written here.</summary>
    public bool IsRefused => _refused;

    /// <summary>
    /// Every segment up to this number is closed, and nobody renames one any more: a directory that is read while files get other names in it may not show them. Above it is what is written, and what a fault left open.
    /// </summary>
    public int ClosedTo => Volatile.Read(ref _closedTo);

    /// <summary>Whether no more is taken: what may lie here is bounded, and nothing may go. Refused as a full disk refuses.</summary>
    public bool IsHeld { get => _held; set => _held = value; }

    public LogCounters Counters => new(
        Interlocked.Read(ref _appended), Interlocked.Read(ref _durable), Interlocked.Read(ref _lost),
        Interlocked.Read(ref _bytes), Interlocked.Read(ref _syncs), CutBytes);

    internal SegmentLog Log { get; }

    internal List<LogEntry> Batch { get; } = [];

    private long CutBytes { get; }

    /// <summary>Reads one frame's payload back; null when its segment is gone.</summary>
    public byte[]? Read(SegmentPosition position)
    {
        // A segment may be renamed between the listing and the opening, once.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (SegmentName.Find(Folder, Kind, position.Segment) is not { } path) return null;
            try { return ReadFrame(path, position); }
            catch (FileNotFoundException) when (attempt == 0) { }
        }

        return null;
    }

    internal void CountAppended() => Interlocked.Increment(ref _appended);

    internal void CountLost(int records) => Interlocked.Add(ref _lost, records);

    /// <summary>Puts a frame behind those waiting in memory; closes the segment first when it is full or of an earlier day.</summary>
    internal void Stage(LogEntry entry)
    {
        if (_held) throw Full();
        ReadOnlySpan<byte> frame = entry.Buffer.Frame;
        if (_name is not null && (entry.Day > _name.Day.DayNumber || _length + _stage.WrittenCount + frame.Length > Log.Options.SegmentBytes)) CloseCurrent();
        if (_name is null) Start(entry.Day);
        entry.Position = new(_name!.Number, _length + _stage.WrittenCount, frame.Length);
        _stage.Write(frame);
        Batch.Add(entry);
    }

    /// <summary>Writes and syncs what waits, then tells everyone who waits for it.</summary>
    internal void Flush()
    {
        if (_stage.WrittenCount == 0) return;
        _file!.Append(_stage.WrittenSpan);
        _file.Sync();
        _length += _stage.WrittenCount;
        Interlocked.Add(ref _bytes, _stage.WrittenCount);
        Interlocked.Increment(ref _syncs);
        Unstage();
        _refused = false;
        Interlocked.Add(ref _durable, Batch.Count);
        CompleteBatch(null);
    }

    /// <summary>Writes a page beside the segments, syncs it and takes it away.</summary>
    internal void Prove()
    {
        string path = Path.Combine(Folder, ProofName);
        _refused = true;
        if (_held) throw Full();
        try
        {
            // Of a process that died over it.
            Log.Files.Delete(path);
            using IDurableFile file = Log.Files.Create(path);
            file.Append(Proof);
            file.Sync();
            Log.Files.SyncDirectory(Folder);
        }
        finally { Log.Files.Delete(path); }
        _refused = false;
    }

    /// <summary>Makes the current segment a closed one, and those that the disk refused to close before.</summary>
    internal void Close()
    {
        CloseCurrent();
        CloseLeft();
    }

    /// <summary>Gives up what waits; the next record starts a new segment. What was durable before is closed now, or when the disk takes it again.</summary>
    internal void Abandon(Exception fault)
    {
        _refused = true;
        Unstage();
        CountLost(Batch.Count);
        CompleteBatch(fault);
        _file?.Dispose();
        if (_name is not null) _left.Enqueue((_name, _length));
        (_file, _name) = (null, null);
        try { CloseLeft(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The fault is told already; it is tried again when the log is asked to close its segments, and at the end.
        }
    }

    /// <summary>Empties the stage. The room that a burst took is given back when many flushes have needed little of it.</summary>
    private void Unstage()
    {
        _spare = _stage.Capacity > Usual && _stage.WrittenCount < _stage.Capacity / 8 ? _spare + 1 : 0;
        if (_spare < Calm) _stage.ResetWrittenCount();
        else (_stage, _spare) = (new(Usual / 16), 0);
    }

    private void CloseCurrent()
    {
        Flush();
        if (_name is null) return;
        _file!.Dispose();
        (SegmentName open, long length) = (_name, _length);
        (_file, _name) = (null, null);
        try { Rename(open); }
        catch
        {
            _left.Enqueue((open, length));
            throw;
        }
        finally { Settled(); }
    }

    /// <summary>Cuts what was never durable off the segments that a fault left open, and closes them. One that cannot be closed now stays for the next time and is no hindrance to others.</summary>
    private void CloseLeft()
    {
        Exception? fault = null;
        for (int i = _left.Count; i > 0; i--)
        {
            (SegmentName Name, long Length) left = _left.Dequeue();
            try { CloseAt(PathOf(left.Name), left.Name, left.Length); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _left.Enqueue(left);
                fault = e;
            }
        }

        Settled();
        if (fault is not null) throw new IOException("A segment that a fault left open could not be closed.", fault);
    }

    /// <summary>Without a durable record it goes.</summary>
    private void CloseAt(string path, SegmentName name, long length)
    {
        if (length <= SegmentFormat.HeaderSize) Log.Files.Delete(path);
        if (!File.Exists(path)) return;
        using (IDurableFile file = Log.Files.Open(path))
        {
            file.Truncate(length);
            file.Sync();
        }

        Rename(name);
    }

    private void Rename(SegmentName open)
    {
        Log.Files.Rename(PathOf(open), PathOf(open with { Closed = true }));
        Log.Files.SyncDirectory(Folder);
    }

    private void Settled()
    {
        int to = Math.Min(_name?.Number ?? _nextNumber, _left.Count > 0 ? _left.Min(l => l.Name.Number) : int.MaxValue) - 1;
        if (to == _closedTo) return;
        Volatile.Write(ref _closedTo, to);
        Log.Options.Closed?.Invoke();
    }

    private static IOException Full() => new("The log holds as much as it may.");

    private string PathOf(SegmentName name) => Path.Combine(Folder, name.ToString());

    private static byte[]? ReadFrame(string path, SegmentPosition position)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var frame = new byte[position.FrameSize];
        int read = RandomAccess.Read(handle, frame, position.Offset);
        return read == frame.Length && SegmentFormat.IsWhole(frame) ? frame[SegmentFormat.FrameOverhead..] : null;
    }

    private void Start(int day)
    {
        var name = new SegmentName(Kind, DateOnly.FromDayNumber(day), _nextNumber++, Closed: false);
        _file = Log.Files.Create(PathOf(name));
        (_name, _length) = (name, 0);
        // Whoever made it may have died before its name was safe.
        if (!_settled) Log.Settle();
        _settled = true;
        Log.Files.SyncDirectory(Folder);
        SegmentFormat.WriteHeader(_stage.GetSpan(SegmentFormat.HeaderSize), Kind, day);
        _stage.Advance(SegmentFormat.HeaderSize);
    }

    private void CompleteBatch(Exception? fault)
    {
        foreach (LogEntry entry in Batch) entry.Complete(fault);
        Batch.Clear();
    }
}
