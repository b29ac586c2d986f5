namespace Cairn.Platform.Ledger;

/// <summary>A block of the chain: hash = SHA-256 over the previous hash, the positions and every event's hash, in order.</summary>
internal sealed record LedgerBlock
{
    public long Number { get; init; }
    public long FirstPosition { get; init; }
    public long LastPosition { get; init; }

    /// <summary>Everything committed up to here is sealed: a row number on SQLite, a transaction id on PostgreSQL.</summary>
    public long Horizon { get; init; }

    public string Previous { get; init; } = "";
    public string Hash { get; init; } = "";
    public long SealedAt { get; init; }
}

internal sealed record UnsealedRow
{
    public long Place { get; init; }
    public string Id { get; init; } = "";
    public string Body { get; init; } = "";
}

internal sealed record SealRow(long Position, string EventId, string Hash);

/// <summary>A sealed event, not read yet.</summary>
internal sealed record SealedRow
{
    public long Position { get; init; }
    public string Type { get; init; } = "";
    public string? Project { get; init; }
    public string SubjectKind { get; init; } = "";
    public string Body { get; init; } = "";
}

internal sealed record PositionedBody
{
    public long Position { get; init; }
    public string Body { get; init; } = "";
}

internal sealed record StoredEvent
{
    public long Position { get; init; }
    public string EventId { get; init; } = "";
    public string Hash { get; init; } = "";
    public string? Type { get; init; }
    public string? Project { get; init; }
    public string? SubjectKind { get; init; }
    public string? SubjectId { get; init; }
    public long? At { get; init; }
    public string? Body { get; init; }
}
