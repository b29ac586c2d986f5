using Cairn.Contracts.Segments;

namespace Cairn.Serving.Shipping;

/// <summary>The streams of every endpoint that has a folder, under one lock over them, their marks and their files: what sends segments and what keeps the log within its bound both change them.</summary>
internal sealed class ShipStreams(SegmentLog log, ShipFolder folder)
{
    private static readonly SegmentKind[] Kinds = [SegmentKind.Predictions, SegmentKind.Outcomes, SegmentKind.Shadows];
    private readonly SortedDictionary<string, ShipStream[]> _streams = new(StringComparer.Ordinal);
    private readonly Lock _moment = new();

    /// <summary>Tells this log from every other one.</summary>
    public string LogId => folder.LogId;

    /// <summary>Those there are by now, by endpoint.</summary>
    public IReadOnlyList<(string Endpoint, ShipStream[] Streams)> Find() => Locked<IReadOnlyList<(string, ShipStream[])>>(() =>
    {
        FindNew();
        return [.. _streams.Select(s => (s.Key, s.Value))];
    });

    public void Keep(LogSpace space, Func<string, bool> mayLose, DateTimeOffset now) => Locked(() =>
    {
        FindNew();
        space.Keep([.. _streams.Values.SelectMany(s => s)], mayLose, now);
    });

    /// <summary>How those stand that were found.</summary>
    public IReadOnlyList<EndpointShipping> Read() => Locked<IReadOnlyList<EndpointShipping>>(() => [.. _streams.Select(s => Read(s.Key, s.Value))]);

    /// <summary>How an endpoint's streams stand. Within the lock.</summary>
    public static EndpointShipping Read(string name, ShipStream[] streams)
    {
        ShipSegment[] waiting = [.. streams.SelectMany(s => s.Waiting())];
        return new(name, waiting.Length, waiting.Sum(s => s.Bytes), streams.Sum(s => s.Shipped), streams.Sum(s => s.Dropped), streams.Sum(s => s.Refused), streams.Any(s => s.IsHeld));
    }

    public T Locked<T>(Func<T> look)
    {
        lock (_moment) return look();
    }

    public void Locked(Action act)
    {
        lock (_moment) act();
    }

    /// <summary>Every endpoint that has a folder, also those of another time: what they left open is closed.</summary>
    private void FindNew()
    {
        foreach (string name in Directory.EnumerateDirectories(log.Root).Select(d => Path.GetFileName(d)).Where(n => !n.StartsWith('.') && !_streams.ContainsKey(n)))
            _streams[name] = [.. Kinds.Select(kind => new ShipStream(name, log.Stream(name, kind), folder))];
    }
}
