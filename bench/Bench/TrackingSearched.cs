using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary><c>runs/search</c> by a metric and a parameter, in the order of the metric.</summary>
internal abstract class TrackingSearched(SqlEngine engine) : TrackingBenchmark(engine)
{
    private const string Path = "runs/search";
    private const string Body = """{"experiment_ids":["0"],"filter":"metrics.m0 > 0.5 and params.p0 = '1'","order_by":["metrics.m0 DESC"],"max_results":100}""";
    private long _bytes;

    public sealed override string What => FormattableString.Invariant($"runs/search by a metric and a parameter, ordered by a metric, 100 of {Count:N0} runs{On}, against bare Kestrel that sends as many bytes");

    public sealed override string Unit => "ms";

    public sealed override Goal Goal => Goal.NoMoreThan(Ratio / OfEngine).And(Hold / OfEngine);

    public sealed override int Rounds => 2;

    protected abstract int Count { get; }

    /// <summary>On SQLite: times the bare program's.</summary>
    protected abstract double Ratio { get; }

    /// <summary>On SQLite: in milliseconds.</summary>
    protected abstract double Hold { get; }

    protected override int Connections => 1;

    public sealed override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        await FillAsync(cancel);
        await AnalyzeAsync(cancel);
        _bytes = (await PostAsync(Path, Body, cancel)).ToJsonString().Length;
    }

    public sealed override Task<double> MeasureAsync(CancellationToken cancel) => MedianAsync(() => PostAsync(Path, Body, cancel));

    public sealed override Task<double> ControlAsync(CancellationToken cancel) => MedianAsync(() => BareBytesAsync(_bytes, cancel));

    /// <summary>Makes the runs.</summary>
    protected abstract Task FillAsync(CancellationToken cancel);
}
