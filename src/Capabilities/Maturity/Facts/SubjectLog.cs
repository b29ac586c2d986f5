using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>The events of one subject in order; a field is read from the newest event that has it.</summary>
internal sealed class SubjectLog(string kind, string id)
{
    private readonly List<LedgerEvent> _events = [];

    public string Kind { get; } = kind;

    public string Id { get; } = id;

    public IReadOnlyList<LedgerEvent> Events => _events;

    public LedgerEvent First => _events[0];

    public LedgerEvent Last => _events[^1];

    public int Grade
    {
        get
        {
            int grade = 3;
            foreach (LedgerEvent e in _events) grade = Math.Min(grade, e.Grade);
            return grade;
        }
    }

    public LedgerEvent? Find(string type) => _events.FindLast(e => e.Type == type);

    public JsonNode? Field(string name)
    {
        for (int i = _events.Count - 1; i >= 0; i--)
            if (_events[i].Data.TryGetPropertyValue(name, out JsonNode? node) && node is not null) return node;
        return null;
    }

    public string? Text(string name) => EventData.Text(Field(name));

    public double? Number(string name) => EventData.Number(Field(name));

    public bool? Flag(string name) => EventData.Flag(Field(name));

    public string[] Texts(string name) => EventData.Texts(Field(name));

    public double? Count(string name) => EventData.Count(Field(name));

    /// <summary>The fact's frame: born with the first event, completed by the last.</summary>
    public Fact Fact(DateTimeOffset? at = null, bool pending = false) => new(Kind, Id, First.At, at ?? Last.At, Grade) { Pending = pending };

    internal void Add(LedgerEvent e) => _events.Add(e);
}
