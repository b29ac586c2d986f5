using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Tests;

/// <summary>Writes a ledger by hand, event by event, refusing what the catalog refuses.</summary>
internal sealed class LogBuilder
{
    public static readonly DateTimeOffset Start = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);

    public const string Project = "flight-delay";

    private int _next;

    public List<LedgerEvent> Events { get; } = [];

    /// <summary>Days since the start.</summary>
    public double Day { get; set; }

    public DateTimeOffset Now => Start.AddDays(Day);

    /// <summary>Appends an event and returns its id.</summary>
    public string Add(string type, string subject, JsonObject data, Envelope? envelope = null)
    {
        envelope ??= new Envelope();
        string id = $"01E{_next++:D8}";
        string actor = envelope.By;
        string kind = actor.StartsWith("svc:", StringComparison.Ordinal) ? "service" : actor.StartsWith("client:", StringComparison.Ordinal) ? "client" : "person";
        var e = new LedgerEvent(
            id, type, 1, Now, Now, type.StartsWith("ledger.", StringComparison.Ordinal) ? null : Project,
            new Subject(type[..type.IndexOf('.', StringComparison.Ordinal)], subject, envelope.Digest),
            new Actor(actor, kind, [], "api"), envelope.Cause ?? [], envelope.Cycle, new Dictionary<string, string>(), envelope.Grade, data);
        EventCatalog.Fault(e).ShouldBeNull();
        Events.Add(e);
        return id;
    }
}

/// <summary>What stands around the data of an event.</summary>
internal sealed record Envelope(string By = "svc:test", string? Cycle = null, string[]? Cause = null, int Grade = 2, string? Digest = null);
