using Cairn.Contracts.Ledger;

namespace Cairn.Delivery;

/// <summary>One transition to be made.</summary>
internal sealed record ReleaseMove(string To, Actor By)
{
    public static readonly Actor Machine = Actor.Service("delivery");

    public string? Reason { get; init; }

    /// <summary>Idempotency key of the verb.</summary>
    public string? Key { get; init; }

    /// <summary>JSON of the verdict.</summary>
    public string? Evidence { get; init; }

    /// <summary>Domain time at which the machine looks again; null: at once where the state goes on by itself.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary><c>pass</c>, <c>fail</c> or <c>hold</c>, for the record.</summary>
    public string? Verdict { get; init; }
}
