using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Cairn.Client;

/// <summary>
/// Logs the instruments of some meters as metrics of a run, once each interval; the step counts the intervals from 1. Tags of instruments are summed over. Measuring
/// code is never held up by the run. Closed, with a last reading, when the run ends.
/// </summary>
public sealed class RunMeterBridge : IAsyncDisposable
{
    private readonly CairnRun _run;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, InstrumentReading> _readings = [];
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;
    private long _step;
    private int _closed;

    internal RunMeterBridge(CairnRun run, TimeSpan every, IReadOnlyCollection<string> meters)
    {
        _run = run;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument, _readings.GetOrAdd(instrument, i => new InstrumentReading(i)));
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, value, _, state) => Add(state, value));
        _listener.SetMeasurementEventCallback<float>((_, value, _, state) => Add(state, value));
        _listener.SetMeasurementEventCallback<decimal>((_, value, _, state) => Add(state, (double)value));
        _listener.SetMeasurementEventCallback<long>((_, value, _, state) => Add(state, value));
        _listener.SetMeasurementEventCallback<int>((_, value, _, state) => Add(state, value));
        _listener.SetMeasurementEventCallback<short>((_, value, _, state) => Add(state, value));
        _listener.SetMeasurementEventCallback<byte>((_, value, _, state) => Add(state, value));
        _listener.Start();
        _timer = new PeriodicTimer(every, run.Time);
        _loop = Task.Run(LoopAsync);
        run.Attach(this);
    }

    /// <summary>Reads the instruments now.</summary>
    public async Task ReadAsync(CancellationToken cancel = default)
    {
        _listener.RecordObservableInstruments();
        var step = Interlocked.Increment(ref _step);
        foreach (var reading in _readings.Values)
        {
            foreach (var (key, value) in reading.Take())
            {
                await _run.LogMetricAsync(key, value, step, cancel);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }
        _timer.Dispose();
        await _loop;
        await ReadAsync();
        _listener.Dispose();
    }

    private static void Add(object? state, double value) => ((InstrumentReading)state!).Add(value);

    private async Task LoopAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            await ReadAsync();
        }
    }
}
