using System.Collections.Concurrent;
using Cairn.Contracts.Snapshots;

namespace Cairn.Serving.Metrics;

/// <summary>Counts of one endpoint; lives on from snapshot to snapshot.</summary>
internal sealed class EndpointMeter(TimeProvider real)
{
    /// <summary>Versions that are served no more whose counts are kept, so that who reads them from time to time sees their last ones.</summary>
    private const int MostRetired = 8;

    private readonly List<string> _retired = [];
    private readonly ConcurrentDictionary<string, VariantMeter> _variants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StrongBox> _violations = new(StringComparer.Ordinal);
    private readonly long[] _errors = new long[Enum.GetValues<ErrorKind>().Length];
    private GoneReading _gone = new();
    private long _replayed;
    private long _fallbacks;
    private long _probes;
    private long _outcomesRefused;

    public DayMeter Days { get; } = new();

    public OutageMeter Outage { get; } = new(real);

    /// <summary>Why the shadow of the snapshot is left out; null when it is not.</summary>
    public string? ShadowFault { get; set; }

    public long Replayed => Interlocked.Read(ref _replayed);

    public long Fallbacks => Interlocked.Read(ref _fallbacks);

    /// <summary>Predictions of probers that were answered.</summary>
    public long Probes => Interlocked.Read(ref _probes);

    /// <summary>Calls with outcomes that got 429.</summary>
    public long OutcomesRefused => Interlocked.Read(ref _outcomesRefused);

    /// <summary>What is counted by no variant any more, so that the endpoint's sums never fall.</summary>
    public GoneReading Gone => Volatile.Read(ref _gone);

    public IEnumerable<VariantMeter> Variants => _variants.Values.OrderBy(v => v.Version, StringComparer.Ordinal);

    public IReadOnlyDictionary<ErrorKind, long> Errors => ErrorCounts.Read(_errors);

    public IReadOnlyDictionary<string, long> Violations => _violations.ToDictionary(v => v.Key, v => Interlocked.Read(ref v.Value.Count), StringComparer.Ordinal);

    /// <summary>The meter of a version; a new one when the score is defined otherwise than before. One caller at a time.</summary>
    public VariantMeter Variant(string version, ScoreRule? score)
    {
        if (_variants.TryGetValue(version, out VariantMeter? old) && old.ScoreRule == score) return old;
        if (old is not null) Part(old);
        return _variants[version] = new VariantMeter(version, score, real);
    }

    /// <summary>Another snapshot serves these versions: of all others only those that left last keep their counts. One caller at a time.</summary>
    public void Keep(IReadOnlySet<string> served)
    {
        _retired.RemoveAll(served.Contains);
        _retired.AddRange(_variants.Keys.Where(v => !served.Contains(v)).Except(_retired, StringComparer.Ordinal));
        for (; _retired.Count > MostRetired; _retired.RemoveAt(0))
            if (_variants.TryRemove(_retired[0], out VariantMeter? gone)) Part(gone);
    }

    public void Failed(ErrorKind kind) => Interlocked.Increment(ref _errors[(int)kind]);

    /// <summary>Only names of the contract come here, so that callers cannot grow the table.</summary>
    public void Violated(string column) => Interlocked.Increment(ref _violations.GetOrAdd(column, static _ => new StrongBox()).Count);

    public void CountReplay() => Interlocked.Increment(ref _replayed);

    public void CountFallback() => Interlocked.Increment(ref _fallbacks);

    public void CountOutcomesRefused() => Interlocked.Increment(ref _outcomesRefused);

    public void CountProbe() => Interlocked.Increment(ref _probes);

    private void Part(VariantMeter from)
    {
        VariantReading last = from.Read("retired", 0);
        Volatile.Write(ref _gone, new(_gone.Requests + last.Requests, _gone.Rows + last.Rows, _gone.Errors + last.ErrorCount));
    }

    private sealed class StrongBox
    {
        public long Count;
    }
}
