using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;

namespace Cairn.Maturity.Records;

/// <summary>
/// Keeps the events of the projects that are looked at in memory, following the ledger by position. Above <paramref name="most"/> events
/// the projects not looked at for longest are let go; they are read again when somebody asks.
/// </summary>
internal sealed class RecordShelf(ILedger ledger, int most = 400_000)
{
    private readonly EventTail _installation = new(ledger, new EventFilter { Installation = true });
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _looks;

    /// <summary>Projects in memory now.</summary>
    public int Kept
    {
        get
        {
            lock (_gate) return _places.Count;
        }
    }

    public async Task<ProjectRecords> ReadAsync(string project, CancellationToken cancellation)
    {
        Place place = PlaceOf(project);
        LedgerEvent[] shared = await _installation.ReadAsync(cancellation), own = await place.Tail.ReadAsync(cancellation);
        lock (_gate)
        {
            if (place.Records is not { } known || known.Installation.Count < shared.Length || known.Own.Count < own.Length)
                place.Records = new ProjectRecords(project, shared, own);
            LetGo();
            return place.Records;
        }
    }

    private Place PlaceOf(string project)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(project, out Place? place))
                _places[project] = place = new Place(new EventTail(ledger, new EventFilter { Project = project }));
            place.LookedAt = ++_looks;
            return place;
        }
    }

    private void LetGo()
    {
        while (_places.Count > 1 && _places.Values.Sum(p => p.Records?.Own.Count ?? 0) > most)
            _places.Remove(_places.MinBy(p => p.Value.LookedAt).Key);
    }

    private sealed class Place(EventTail tail)
    {
        public EventTail Tail { get; } = tail;

        public ProjectRecords? Records { get; set; }

        public long LookedAt { get; set; }
    }
}
