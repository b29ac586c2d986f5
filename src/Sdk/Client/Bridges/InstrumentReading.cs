using System.Diagnostics.Metrics;

namespace Cairn.Client;

/// <summary>What one instrument measured, over all its tags: the sum of a counter, the last value of a gauge, count, mean and maximum of a histogram's interval.</summary>
internal sealed class InstrumentReading(Instrument instrument)
{
    private readonly Lock _lock = new();
    private readonly bool _isGauge = Is(instrument, typeof(Gauge<>)), _isHistogram = Is(instrument, typeof(Histogram<>));
    private readonly bool _isCounter = Is(instrument, typeof(Counter<>)) || Is(instrument, typeof(UpDownCounter<>));
    private double _sum, _most;
    private long _count;

    public void Add(double value)
    {
        lock (_lock)
        {
            // Counters tell what was added; observed ones and gauges tell the whole, once for each set of tags.
            _sum = _isGauge ? value : _sum + value;
            _most = _count == 0 ? value : Math.Max(_most, value);
            _count++;
        }
    }

    /// <summary>The points of an interval that had a measurement.</summary>
    public IReadOnlyList<(string Key, double Value)> Take()
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                return [];
            }
            (string, double)[] points = _isHistogram
                ? [(instrument.Name + ".count", _count), (instrument.Name + ".mean", _sum / _count), (instrument.Name + ".max", _most)]
                : [(instrument.Name, _sum)];
            _count = 0;
            _sum = _isCounter ? _sum : 0;
            return points;
        }
    }

    private static bool Is(Instrument instrument, Type kind) => instrument.GetType().GetGenericTypeDefinition() == kind;
}
