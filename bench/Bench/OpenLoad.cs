using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Cairn.Bench;

/// <summary>
/// Requests at times set beforehand, as independent users send them: a server that is late gets no fewer. Each is measured from the time at which it was due, so that what
/// waits for a connection because others were answered late counts as late too. One thread does it all, for it shares the processors with what it measures.
/// </summary>
internal sealed class OpenLoad : IDisposable
{
    /// <summary>More than can wait at the server, so that there is always one to send by.</summary>
    private const int Connections = 256;
    private const long LongestWait = 100_000_000;

    private readonly Stack<OpenConnection> _idle;
    private readonly List<OpenConnection> _busy = [];
    private readonly bool[] _ready = new bool[Connections];
    private readonly List<double> _answered = [], _rejected = [];
    private byte[] _request = [];
    private Action<ReadOnlyMemory<byte>>? _look;

    /// <summary>Each connection has had its first answer when it is there: what the server makes for a new one is not measured.</summary>
    /// <param name="request">What that answer is to.</param>
    public OpenLoad(int port, byte[] request)
    {
        _idle = new(Enumerable.Range(0, Connections).Select(_ => OpenConnection.Connect(port)));
        foreach (OpenConnection connection in _idle) connection.Warm(request);
    }

    /// <inheritdoc cref="AskAsync"/>
    public static async Task<OpenResult> RunAsync(int port, byte[] request, double rate, TimeSpan time, CancellationToken cancel, TimeSpan grain = default, Action<ReadOnlyMemory<byte>>? look = null)
    {
        using var load = new OpenLoad(port, request);
        return await load.AskAsync(request, rate, time, cancel, grain, look);
    }

    /// <param name="grain">Nothing: each request goes out when it is due, each answer is taken when it comes. Else both happen once in such a time, never early, and what is late by it counts as late: of a
    /// flood the generator else takes more of the processors than the server takes to refuse it.</param>
    /// <param name="look">Is shown each answer with 200.</param>
    /// <exception cref="InvalidOperationException">An answer had another status than 200 or 429.</exception>
    public Task<OpenResult> AskAsync(byte[] request, double rate, TimeSpan time, CancellationToken cancel, TimeSpan grain = default, Action<ReadOnlyMemory<byte>>? look = null)
    {
        (_request, _look) = (request, look);
        _answered.Clear();
        _rejected.Clear();
        return Task.Factory.StartNew(() => Run(rate, time, grain, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Dispose()
    {
        foreach (OpenConnection connection in _idle.Concat(_busy)) connection.Dispose();
    }

    private OpenResult Run(double rate, TimeSpan time, TimeSpan grain, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp(), count = (long)(rate * time.TotalSeconds), sent = 0;
        while (sent < count || _busy.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            for (; sent < count && _idle.Count > 0 && DueAt(sent) <= Stopwatch.GetTimestamp(); sent++) Send(DueAt(sent));
            Wait(sent < count && _idle.Count > 0 ? Left(DueAt(sent)) : LongestWait);
            Receive();
        }
        return new OpenResult(Stopwatch.GetElapsedTime(start).TotalSeconds, [.. _answered.Order()], [.. _rejected.Order()]);

        long DueAt(long number) => start + (long)(number / rate * Stopwatch.Frequency);

        void Wait(long nanoseconds)
        {
            if (grain > TimeSpan.Zero) Waiting.Sleep((long)grain.TotalNanoseconds - (Nanoseconds(Stopwatch.GetTimestamp() - start) % (long)grain.TotalNanoseconds));
            Waiting.ForOne(CollectionsMarshal.AsSpan(_busy), _ready, grain > TimeSpan.Zero ? 0 : nanoseconds);
        }
    }

    private static long Left(long due) => Nanoseconds(due - Stopwatch.GetTimestamp());

    private static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));

    private void Send(long due)
    {
        OpenConnection connection = _idle.Pop();
        _busy.Add(connection);
        connection.Send(_request, due);
    }

    private void Receive()
    {
        // From the end, for those that are through leave the list.
        for (int i = _busy.Count - 1; i >= 0; i--)
        {
            if (!_ready[i] || _busy[i].Receive() is not { IsEmpty: false } answer) continue;
            Take(answer, Stopwatch.GetElapsedTime(_busy[i].Due).TotalMilliseconds);
            _idle.Push(_busy[i]);
            _busy[i] = _busy[^1];
            _busy.RemoveAt(_busy.Count - 1);
        }
    }

    private void Take(ReadOnlyMemory<byte> answer, double took)
    {
        if (answer.Span.StartsWith("HTTP/1.1 200"u8))
        {
            _answered.Add(took);
            _look?.Invoke(answer);
        }
        else if (answer.Span.StartsWith("HTTP/1.1 429"u8)) _rejected.Add(took);
        else throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Span));
    }
}
