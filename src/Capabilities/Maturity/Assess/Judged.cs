using Cairn.Maturity.Model;
using Cairn.Maturity.Rules;

namespace Cairn.Maturity.Assess;

/// <summary>A capability with its rule's outcome and the status that the assessor gave it.</summary>
internal sealed record Judged(Capability Capability, RuleOutcome Outcome, string Status, string? Reason)
{
    public bool Counts => Contracts.Maturity.CapabilityStatus.Counts(Status);

    public bool Waived => Status == Contracts.Maturity.CapabilityStatus.Waived;

    /// <summary>Everything that speaks against it is a record that the platform makes itself and did not make in time.</summary>
    public bool PlatformFault { get; init; }

    /// <summary>When it turns stale, and when it stops counting after the days of grace.</summary>
    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Drops { get; init; }
}
