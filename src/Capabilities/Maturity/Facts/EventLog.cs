using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>The events of one project up to an instant, in an order of their own, gathered by subject.</summary>
internal sealed class EventLog
{
    private readonly Dictionary<(string Kind, string Id), SubjectLog> _subjects = [];
    private readonly Dictionary<string, List<SubjectLog>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LedgerEvent> _byId;

    public EventLog(IEnumerable<LedgerEvent> events, string project, DateTimeOffset asOf)
    {
        AsOf = asOf;
        Events = [.. events.Where(e => e.At <= asOf && (e.Project is null || e.Project == project))];
        Events.Sort(InOrder);
        _byId = new Dictionary<string, LedgerEvent>(Events.Count, StringComparer.Ordinal);
        foreach (LedgerEvent e in Events)
        {
            // The same event handed over twice is one event.
            if (_byId.TryAdd(e.Id, e)) Gather(e);
        }
    }

    public DateTimeOffset AsOf { get; }

    public List<LedgerEvent> Events { get; }

    public IReadOnlyList<SubjectLog> Of(string kind) => _kinds.GetValueOrDefault(kind) ?? [];

    public SubjectLog? Subject(string kind, string id) => _subjects.GetValueOrDefault((kind, id));

    public LedgerEvent? Event(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The subjects that the events named as causes were about.</summary>
    public string[] Causes(IEnumerable<LedgerEvent> events) =>
        [.. events.SelectMany(e => e.Cause).Select(Event).OfType<LedgerEvent>().Select(c => c.Subject.Id).Distinct(StringComparer.Ordinal)];

    private static int InOrder(LedgerEvent a, LedgerEvent b)
    {
        int order = a.At.CompareTo(b.At);
        if (order == 0) order = Rank(a.Type).CompareTo(Rank(b.Type));
        return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
    }

    // Within one instant a thing begins before it moves and moves before it ends.
    private static int Rank(string type) => type[(type.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
    {
        "finished" or "closed" or "answered" or "revoked" or "retired" => 2,
        "moved" => 1,
        _ => 0,
    };

    private void Gather(LedgerEvent e)
    {
        (string Kind, string Id) key = (e.Subject.Kind, e.Subject.Id);
        if (!_subjects.TryGetValue(key, out SubjectLog? log))
        {
            _subjects[key] = log = new SubjectLog(key.Kind, key.Id);
            if (!_kinds.TryGetValue(key.Kind, out List<SubjectLog>? all)) _kinds[key.Kind] = all = [];
            all.Add(log);
        }
        log.Add(e);
    }
}
