using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Platform.Ledger;

/// <summary>What a room says of an act; the ledger adds id, times, version and cycle.</summary>
/// <param name="Type">One of <see cref="EventCatalog"/>.</param>
/// <param name="SubjectId">Id of what it is about; its kind is the type's noun.</param>
public sealed record EventDraft(string Type, string SubjectId, string? Project, Actor Actor)
{
    public string? SubjectDigest { get; init; }

    /// <summary>Fields of the type; null values are left out.</summary>
    public JsonObject Data { get; init; } = [];

    /// <summary>Ids of earlier events.</summary>
    public IReadOnlyList<string> Cause { get; init; } = [];

    /// <summary>The event this round goes back to; when null that of the first cause, or the first cause itself.</summary>
    public string? Cycle { get; init; }

    public IReadOnlyDictionary<string, string> Digests { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public int Grade { get; init; } = 2;

    /// <summary>Domain time, when it is not now.</summary>
    public DateTimeOffset? At { get; init; }
}
