using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tensors;
using Cairn.Statistics;

namespace Cairn.Serving.Metrics;

/// <summary>Counts of one version behind one endpoint since it was first loaded. Additions only; no lock on requests and errors.</summary>
internal sealed class VariantMeter(string version, ScoreRule? score)
{
    private readonly long[] _errors = new long[Enum.GetValues<ErrorKind>().Length];
    private readonly LatencyHistogram _latency = new();
    private readonly ScoreMeter? _score = score is null ? null : new(score);
    private long _requests;
    private long _rows;
    private long _pinned;

    public string Version => version;

    public ScoreRule? ScoreRule => score;

    public void Answered(int rows, TimeSpan latency, TensorBuffer? scores, bool pinned)
    {
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

    public void Failed(ErrorKind kind) => Interlocked.Increment(ref _errors[(int)kind]);

    public VariantReading Read(string variant, int weight) => new(
        version, variant, weight, Interlocked.Read(ref _requests), Interlocked.Read(ref _rows), Interlocked.Read(ref _pinned),
        ErrorCounts.Read(_errors), _latency.Snapshot(), _score?.Read());
}
