using System.Collections.Concurrent;
using Cairn.Contracts.Access;

namespace Cairn.Serving.Metrics;

/// <summary>Which applications a version has answered, and when. Costs a look-up a request, no lock and no memory once an application is known; callers cannot grow it beyond its bound.</summary>
internal sealed class PickupMeter
{
    private const int Most = 200;
    private readonly ConcurrentDictionary<string, Use> _uses = new(StringComparer.Ordinal);
    private int _count;

    public IReadOnlyList<Pickup> Read() => [.. _uses.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => u.Value.Read(u.Key))];

    /// <param name="application">As the request has it; what is no name counts for nothing.</param>
    public void Used(string application, DateTimeOffset at)
    {
        if (_uses.TryGetValue(application, out Use? use)) use.Again(at.UtcTicks);
        // New ones that come at the same time may exceed the bound by so many.
        else if (Volatile.Read(ref _count) < Most && ApplicationName.IsOne(application) && _uses.TryAdd(application, new Use(at.UtcTicks))) Interlocked.Increment(ref _count);
    }

    private sealed class Use
    {
        private readonly long _first;
        private long _last;

        public Use(long ticks) => (_first, _last) = (ticks, ticks);

        public Pickup Read(string application) => new(application, Time(_first), Time(Volatile.Read(ref _last)));

        // Threads that answer at the same time need not take the line from one another for less than a second.
        public void Again(long ticks)
        {
            if (ticks - Volatile.Read(ref _last) >= TimeSpan.TicksPerSecond) Volatile.Write(ref _last, ticks);
        }

        private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
    }
}
