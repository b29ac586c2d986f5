namespace Cairn.Contracts.Maturity;

/// <summary>One capability with its status, why, and what would earn it.</summary>
/// <param name="Microsoft">Level on the Microsoft ladder; null when it is not on it.</param>
/// <param name="Strength"><c>baseline</c>, <c>must</c>, <c>should</c> or <c>indicator</c>; only <c>must</c> gates.</param>
/// <param name="Status">One of <see cref="CapabilityStatus"/>.</param>
/// <param name="Progress">0 to 10; 10 only when it holds. For orientation, levels never use it.</param>
/// <param name="Reason">Why it has this status, in words.</param>
/// <param name="Expires">When it turns stale if nothing new is recorded.</param>
/// <param name="Drops">When it stops counting then, after the days of grace.</param>
/// <param name="Grade">The lowest grade of the evidence; null without evidence.</param>
/// <param name="PlatformFault">A record that the platform makes itself is overdue.</param>
/// <param name="Evidence">The records that the rule selected, newest first.</param>
public sealed record CapabilityDto(
    string Id,
    string Title,
    string Category,
    string Dimension,
    int? Microsoft,
    int? Google,
    string Strength,
    string Status,
    int Progress,
    string Detail,
    string? Reason,
    DateTimeOffset? Expires,
    DateTimeOffset? Drops,
    int? Grade,
    bool PlatformFault,
    string Rule,
    IReadOnlyList<ClauseDto> Clauses,
    IReadOnlyList<RecordDto> Evidence,
    CapabilityAdviceDto Advice);

/// <summary>What the capability is, how it is guarded, and how to earn it.</summary>
/// <param name="Check">The command that tests the criterion.</param>
/// <param name="WaitDays">Days the rule makes one wait at this project's cadence.</param>
public sealed record CapabilityAdviceDto(
    string Feature,
    string Guard,
    string Deliverable,
    string Criterion,
    string Check,
    double DaysFrom,
    double DaysTo,
    double WaitDays,
    IReadOnlyList<string> DependsOn);

/// <summary>One clause of a rule as written, with its progress ("4 of last 5, needs 5").</summary>
/// <param name="Progress">0 to 1.</param>
public sealed record ClauseDto(string Text, bool Holds, double Progress, string Detail, string? Why);

/// <summary>A fact used as evidence: its kind and the id of its subject.</summary>
public sealed record RecordDto(string Kind, string Id, DateTimeOffset At, int Grade);

/// <summary>A stage of the loop; without a monitor it is red.</summary>
public sealed record StageDto(string Name, RecordDto? LastRun, string? Owner, RecordDto? Monitor)
{
    public bool Red => Monitor is null;
}
