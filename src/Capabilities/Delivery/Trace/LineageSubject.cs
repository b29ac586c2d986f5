using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Delivery;

/// <summary>Something on record, as a box of the graph of lineage.</summary>
/// <param name="Noun">Of the ledger; <c>data</c> for many versions of a source; empty when nothing is known of it.</param>
/// <param name="At">Domain time of what is known last.</param>
internal sealed record LineageSubject(string Id, string Noun, string Name, DateTimeOffset? At)
{
    /// <summary>Of a version what it is a version of; of a run what for; of an outcome how it ended.</summary>
    public string Kind { get; init; } = "";

    /// <summary>How it stands: the status of a run, the decision of a gate, the verb of its last event.</summary>
    public string State { get; init; } = "on record";

    public static LineageSubject Unknown(string id) => new(id, "", id, null);

    public static LineageSubject Of(LedgerEvent e, LineageSubject? before)
    {
        string? Text(string field) => e.Data[field] is JsonValue v && v.TryGetValue(out string? text) ? text : null;
        string name = Text("name") ?? Text("title") ?? before?.Name ?? e.Subject.Id;
        string number = e.Data["number"] is { } n ? $" {n}" : "";
        return new LineageSubject(e.Subject.Id, e.Subject.Kind, name + (e.Type == "version.registered" ? number : ""), e.At)
        {
            Kind = Text("noun") ?? Text("purpose") ?? Text("kind") ?? before?.Kind ?? e.Subject.Kind,
            State = Text("status") ?? Text("decision") ?? Text("result") ?? e.Type[(e.Type.IndexOf('.', StringComparison.Ordinal) + 1)..],
        };
    }
}
