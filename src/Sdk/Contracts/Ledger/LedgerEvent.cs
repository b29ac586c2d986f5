using System.Text.Json.Nodes;

namespace Cairn.Contracts.Ledger;

/// <summary>One act on the record. Immutable: an event says what happened and is never completed later.</summary>
/// <param name="Id">ULID, 26 characters, unique in the ledger.</param>
/// <param name="Type"><c>noun.verb-past</c>, one of <see cref="EventCatalog"/>.</param>
/// <param name="V">Version of the event's schema, from 1.</param>
/// <param name="At">Domain time (schedules, windows; simulated in a simulated world).</param>
/// <param name="Recorded">Real time of writing.</param>
/// <param name="Project">Project name, or null for events of the whole installation.</param>
/// <param name="Cause">Ids of earlier events.</param>
/// <param name="Cycle">The event that this round of the loop goes back to.</param>
/// <param name="Digests">Named digests, <c>sha256:…</c>.</param>
/// <param name="Grade">0 claimed or imported, 1 reported by an outside workload, 2 seen by the control plane, 3 re-executed or probed.</param>
/// <param name="Data">The fields of this type, snake_case; never data values or names of people.</param>
public sealed record LedgerEvent(
    string Id,
    string Type,
    int V,
    DateTimeOffset At,
    DateTimeOffset Recorded,
    string? Project,
    Subject Subject,
    Actor Actor,
    IReadOnlyList<string> Cause,
    string? Cycle,
    IReadOnlyDictionary<string, string> Digests,
    int Grade,
    JsonObject Data)
{
    /// <summary><see cref="WorldMark.Simulated"/> in a simulated world; absent in the real one.</summary>
    public string? World { get; init; }
}

/// <summary>What an event is about. <paramref name="Kind"/> is the noun of the event's type.</summary>
public sealed record Subject(string Kind, string Id, string? Digest = null);

/// <summary>Who did it, as authentication saw it; never what a client claims.</summary>
/// <param name="Id"><c>local</c>, <c>person:…</c>, <c>svc:…</c>, <c>client:…</c>, and <c>sim:…</c> in a simulated world only.</param>
/// <param name="Kind"><c>person</c>, <c>service</c> or <c>client</c>.</param>
/// <param name="Roles">Roles held in the project at that moment.</param>
/// <param name="Via"><c>cli</c>, <c>api</c>, <c>page</c>, <c>worker</c> or <c>git</c>.</param>
public sealed record Actor(string Id, string Kind, IReadOnlyList<string> Roles, string Via)
{
    /// <summary>The actor of the control plane's own part, e.g. <c>svc:delivery</c>.</summary>
    public static Actor Service(string name) => new("svc:" + name, "service", [], "worker");
}
