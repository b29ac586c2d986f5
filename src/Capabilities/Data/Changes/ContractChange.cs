namespace Cairn.Data.Changes;

/// <summary>A change of a contract that breaks what others rely on, or that none of those who answer for it made. Times are unix milliseconds of domain time.</summary>
internal sealed record ContractChange
{
    public const string Proposed = "proposed", Approved = "approved", Refused = "refused", Withdrawn = "withdrawn";

    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Source { get; init; } = "";
    public string State { get; init; } = Proposed;

    /// <summary>The contract that is wished for, as <see cref="ContractContent"/> writes it.</summary>
    public string Content { get; init; } = "";
    public string Digest { get; init; } = "";

    /// <summary>JSON: a list of texts.</summary>
    public string Breaks { get; init; } = "[]";

    /// <summary>JSON: a list of texts. What is another and breaks nothing.</summary>
    public string Besides { get; init; } = "[]";

    /// <summary>JSON: a list of <see cref="ContractConsumer"/>.</summary>
    public string Consumers { get; init; } = "[]";

    /// <summary>JSON: a list of roles, one of which has to agree. Empty when those who answer for the contract made the change.</summary>
    public string Owners { get; init; } = "[]";

    /// <summary>JSON: a list of <see cref="Cairn.Projects.TakenRole"/>, roles that the same look took. Who held them before has a say in this change still.</summary>
    public string Taken { get; init; } = "[]";
    public string CommitId { get; init; } = "";
    public string ProposedBy { get; init; } = "";
    public long ProposedAt { get; init; }
    public long? SettledAt { get; init; }
    public string EventId { get; init; } = "";

    /// <summary>It waits, or waits no more because somebody refused; what is in force stays.</summary>
    public bool Open => State is Proposed or Refused;
}
