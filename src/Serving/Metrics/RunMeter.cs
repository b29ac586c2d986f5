namespace Cairn.Serving.Metrics;

/// <summary>Where the time of a variant's requests went, in nanoseconds, and the runs by their number of rows. Additions only.</summary>
internal sealed class RunMeter
{
    /// <summary>Runs of more rows are counted with those of this many.</summary>
    public const int MostRows = 128;

    private readonly long[] _runsOf = new long[MostRows + 1];
    private readonly long[] _inferOf = new long[MostRows + 1];
    private long _requests;
    private long _runs;
    private long _queue;
    private long _input;
    private long _infer;
    private long _output;

    /// <summary>One run that answered so many requests together.</summary>
    public void Ran(int requests, int rows, RunTimes times)
    {
        Interlocked.Add(ref _requests, requests);
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _input, times.Input);
        Interlocked.Add(ref _infer, times.Infer);
        Interlocked.Add(ref _output, times.Output);
        int place = Math.Min(rows, MostRows);
        Interlocked.Increment(ref _runsOf[place]);
        Interlocked.Add(ref _inferOf[place], times.Infer);
    }

    /// <summary>One request waited.</summary>
    public void Waited(long nanoseconds) => Interlocked.Add(ref _queue, nanoseconds);

    public RunReading Read() => new(
        Interlocked.Read(ref _requests), Interlocked.Read(ref _runs), Interlocked.Read(ref _queue),
        new RunTimes(Interlocked.Read(ref _input), Interlocked.Read(ref _infer), Interlocked.Read(ref _output)),
        [.. Enumerable.Range(1, MostRows).Where(rows => Interlocked.Read(ref _runsOf[rows]) > 0)
            .Select(rows => new BatchReading(rows, Interlocked.Read(ref _runsOf[rows]), Interlocked.Read(ref _inferOf[rows])))]);
}
