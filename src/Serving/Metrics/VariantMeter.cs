using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tensors;
using Cairn.Statistics;

namespace Cairn.Serving.Metrics;

/// <summary>Counts of one version behind one endpoint since it was first loaded. Additions only; no lock on requests and errors.</summary>
internal sealed class VariantMeter(string version, ScoreRule? score, TimeProvider real)
{
    private readonly long[] _errors = new long[Enum.GetValues<ErrorKind>().Length];
    private readonly LatencyHistogram _latency = new();
    private readonly LatencyWindow _recent = new(real);
    private readonly ScoreMeter? _score = score is null ? null : new(score);
    private long _requests;
    private long _rows;
    private long _pinned;
    private long _allRows;
    private long _failed;
    private long _last;
    private long _shadowed;
    private long _shed;

    public string Version => version;

    public ScoreRule? ScoreRule => score;

    public RunMeter Runs { get; } = new();

    /// <summary>Who asks by name.</summary>
    public PickupMeter Pickups { get; } = new();

    public void Answered(int rows, DateTimeOffset at, TimeSpan latency, TensorBuffer? scores, bool pinned)
    {
        Interlocked.Add(ref _allRows, rows);
        Volatile.Write(ref _last, at.UtcTicks);
        _latency.Record(latency.Ticks * TimeSpan.NanosecondsPerTick);
        if (pinned)
        {
            Interlocked.Increment(ref _pinned);
            return;
        }

        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _rows, rows);
        if (scores is not null) _score?.Add(scores);
    }

    /// <summary>An answer that no caller saw.</summary>
    public void Shadowed(DateTimeOffset at, TimeSpan latency, TensorBuffer? scores)
    {
        Interlocked.Increment(ref _shadowed);
        Volatile.Write(ref _last, at.UtcTicks);
        _latency.Record(latency.Ticks * TimeSpan.NanosecondsPerTick);
        if (scores is not null) _score?.Add(scores);
    }

    /// <summary>A request that the shadow had no room for.</summary>
    public void Shed() => Interlocked.Increment(ref _shed);

    public void Failed(ErrorKind kind, TimeSpan latency)
    {
        Interlocked.Increment(ref _errors[(int)kind]);
        Interlocked.Add(ref _failed, latency.Ticks * TimeSpan.NanosecondsPerTick);
    }

    public VariantReading Read(string variant, int weight)
    {
        LatencySnapshot latency = _latency.Snapshot();
        return new(
            version, variant, weight, Interlocked.Read(ref _requests), Interlocked.Read(ref _rows), Interlocked.Read(ref _pinned),
            ErrorCounts.Read(_errors), latency, _score?.Read())
        {
            Recent = _recent.Of(latency),
            AllRows = Interlocked.Read(ref _allRows),
            FailedNanoseconds = Interlocked.Read(ref _failed),
            LastAnswer = Interlocked.Read(ref _last) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            Runs = Runs.Read(),
            Pickups = Pickups.Read(),
            Shadowed = Interlocked.Read(ref _shadowed),
            Shed = Interlocked.Read(ref _shed),
        };
    }
}
