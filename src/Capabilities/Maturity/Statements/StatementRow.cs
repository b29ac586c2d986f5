namespace Cairn.Maturity.Statements;

/// <summary>A statement in force: who said it, in which role, until when.</summary>
internal sealed record StatementRow
{
    public string Project { get; init; } = "";

    /// <summary>One of the model's statements, mostly a capability id.</summary>
    public string Id { get; init; } = "";

    public string Person { get; init; } = "";
    public string Role { get; init; } = "";
    public long MadeAt { get; init; }
    public long ExpiresAt { get; init; }
    public string EventId { get; init; } = "";

    /// <summary>The subject of its events: the same person in the same role renews it.</summary>
    public string Subject => $"{Id}:{Person}:{Role}";
}
