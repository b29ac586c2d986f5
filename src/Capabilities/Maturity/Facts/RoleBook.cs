using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>Who held which role from when to when, by grants and revocations on the record.</summary>
internal sealed class RoleBook
{
    private readonly Dictionary<string, List<Grant>> _people = new(StringComparer.Ordinal);

    public RoleBook(IEnumerable<LedgerEvent> events)
    {
        foreach (LedgerEvent e in events)
        {
            if (e.Subject.Kind != "role") continue;
            if (EventData.Text(e.Data["person"]) is not { } person || EventData.Text(e.Data["role"]) is not { } role) continue;
            if (e.Type == "role.granted") Give(person, role, e);
            else Take(person, role, e.At);
        }
    }

    public IEnumerable<(string Person, string Role, LedgerEvent Event)> HeldNow =>
        _people.SelectMany(p => p.Value.Where(g => g.Until is null).Select(g => (p.Key, g.Role, g.Event)));

    /// <summary>Roles held at an instant, in the order of the alphabet.</summary>
    public IReadOnlyList<string> At(string person, DateTimeOffset at) => _people.TryGetValue(person, out List<Grant>? grants)
        ? [.. grants.Where(g => g.HeldAt(at)).Select(g => g.Role).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : [];

    public bool Held(string person, string role, DateTimeOffset at) => Since(person, role, at) is not null;

    /// <summary>When the role held at an instant was granted; null when it was not held.</summary>
    public DateTimeOffset? Since(string person, string role, DateTimeOffset at) =>
        _people.TryGetValue(person, out List<Grant>? grants) ? grants.Find(g => g.Role == role && g.HeldAt(at))?.From : null;

    public FactPerson[] People(IEnumerable<string> ids, DateTimeOffset at) =>
        [.. ids.Distinct(StringComparer.Ordinal).Select(id => new FactPerson(id, At(id, at)))];

    private void Give(string person, string role, LedgerEvent e)
    {
        if (!_people.TryGetValue(person, out List<Grant>? grants)) _people[person] = grants = [];
        if (!grants.Exists(g => g.Role == role && g.Until is null)) grants.Add(new Grant(role, e.At, e));
    }

    private void Take(string person, string role, DateTimeOffset at)
    {
        if (_people.TryGetValue(person, out List<Grant>? grants) && grants.Find(g => g.Role == role && g.Until is null) is { } open) open.Until = at;
    }

    private sealed class Grant(string role, DateTimeOffset from, LedgerEvent granted)
    {
        public string Role { get; } = role;

        public DateTimeOffset From { get; } = from;

        public LedgerEvent Event { get; } = granted;

        public DateTimeOffset? Until { get; set; }

        public bool HeldAt(DateTimeOffset at) => From <= at && (Until is null || at < Until);
    }
}
