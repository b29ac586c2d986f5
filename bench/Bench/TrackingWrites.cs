using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>A call that writes, by 64, 8 and 1 connections: how many a second, and how far the slowest hundredth of the answers is from the median.</summary>
internal abstract class TrackingWrites(SqlEngine engine) : TrackingBenchmark(engine)
{
    private const double MostTail = 10;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1), Warming = TimeSpan.FromSeconds(4);
    private static readonly int[] Callers = [64, 8, 1];
    private readonly Dictionary<int, LoadResult> _ours = [], _control = [];

    public sealed override int Rounds => 4;

    public sealed override string What => Told(Main);

    public sealed override string Unit => PerCall > 1 ? "metrics/s" : "calls/s";

    public sealed override Goal Goal => Bound.And(Hold * OfEngine);

    public sealed override IReadOnlyList<Row> Sides =>
    [
        Tail(Main, $"{Name}-p99"),
        .. Callers.Where(callers => callers != Main).SelectMany(callers => (Row[])[
            new($"{Name}-{callers}", Told(callers), Unit, Bound, () => (PerCall * _ours[callers].PerSecond, PerCall * _control[callers].PerSecond)),
            Tail(callers, $"{Name}-{callers}-p99")]),
    ];

    /// <summary>What is counted.</summary>
    protected abstract string Call { get; }

    /// <summary>What has become of it when the answer comes.</summary>
    protected virtual string Kept => "durable";

    protected abstract string Path { get; }

    /// <summary>On SQLite: of the bare program's, whatever the number of connections.</summary>
    protected abstract double Share { get; }

    /// <summary>On SQLite: in <see cref="Unit"/>.</summary>
    protected abstract double Hold { get; }

    /// <summary>How many connections the hold is about.</summary>
    protected virtual int Main => 64;

    /// <summary>Values of <see cref="Unit"/> that one call is worth.</summary>
    protected virtual int PerCall => 1;

    private Goal Bound => Goal.NoLessThan(Share * OfEngine);

    /// <summary>Both have run long enough to be compiled for speed, and every connection to the database knows its statements.</summary>
    public sealed override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        foreach (Child server in (Child[])[Ours, Bare]) await Load.TimeAsync(server.Port, Requests(server, Path, Body), Callers[0], Warming, cancel);
    }

    public sealed override Task<double> MeasureAsync(CancellationToken cancel) => AskAsync(Ours, _ours, cancel);

    public sealed override Task<double> ControlAsync(CancellationToken cancel) => AskAsync(Bare, _control, cancel);

    /// <summary>What a connection sends again and again.</summary>
    protected abstract string Body(int connection);

    private async Task<double> AskAsync(Child server, Dictionary<int, LoadResult> results, CancellationToken cancel)
    {
        foreach (int callers in Callers) results[callers] = await Load.TimeAsync(server.Port, Requests(server, Path, Body), callers, Span, cancel);
        return PerCall * results[Main].PerSecond;
    }

    private string Told(int callers) => $"{Call} a second{On}, {Connected(callers)}, {Kept}, against bare Kestrel and a synced file";

    private Row Tail(int callers, string name) => new(
        name, $"of the same ({Call}{On}, {Connected(callers)}): 99th percentile of the time to an answer, against the median", "ms", Goal.NoMoreThan(MostTail), () => (_ours[callers].Slow, _ours[callers].Median));

    private static string Connected(int callers) => callers == 1 ? "1 connection" : $"{callers} connections";
}
