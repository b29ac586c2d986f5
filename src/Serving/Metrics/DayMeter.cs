using System.Collections.Concurrent;

namespace Cairn.Serving.Metrics;

/// <summary>Counts answers by day. One addition to the day that is, no lock.</summary>
internal sealed class DayMeter
{
    private readonly ConcurrentDictionary<int, Counts> _days = new();
    private Counts? _newest;

    public IReadOnlyList<AnsweredDay> Days => [.. _days.Values.OrderBy(d => d.Day).Select(d => d.Read())];

    /// <param name="day">Day number.</param>
    public void Answered(int day, int rows)
    {
        Counts? counts = Volatile.Read(ref _newest);
        if (counts?.Day != day)
        {
            counts = _days.GetOrAdd(day, static d => new Counts(d));
            Volatile.Write(ref _newest, counts);
        }

        counts.Add(rows);
    }

    private sealed class Counts(int day)
    {
        private long _requests;
        private long _rows;

        public int Day => day;

        public void Add(int rows)
        {
            Interlocked.Increment(ref _requests);
            Interlocked.Add(ref _rows, rows);
        }

        public AnsweredDay Read() => new(DateOnly.FromDayNumber(day), Interlocked.Read(ref _requests), Interlocked.Read(ref _rows));
    }
}
