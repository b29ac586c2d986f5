using Cairn.Contracts.Maturity;

namespace Cairn.Maturity.Ladders;

/// <summary>What the page of one capability shows; public because pages are.</summary>
public sealed record CapabilityPageModel
{
    public required string Project { get; init; }
    public required CapabilityDto Capability { get; init; }

    public required string Profile { get; init; }

    /// <summary>The profile's numbers that the rule names, as <c>$n = 3</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The statement that people may make for it; null when none counts.</summary>
    public string? Statement { get; init; }

    /// <summary>Roles that may make it.</summary>
    public IReadOnlyList<string> Speakers { get; init; } = [];

    /// <summary>Those of them that the caller holds.</summary>
    public IReadOnlyList<string> Held { get; init; } = [];

    public IReadOnlyList<WaiverLine> Waivers { get; init; } = [];

    /// <summary>The caller holds a role in the project.</summary>
    public bool MaySpeak { get; init; }

    /// <summary>Assessments on record in which its status changed, newest first.</summary>
    public IReadOnlyList<DateTimeOffset> Changes { get; init; } = [];
}

/// <summary>A waiver as the page lists it.</summary>
public sealed record WaiverLine(string Id, string State, string Reason, string AskedBy, string? ApprovedBy, DateTimeOffset Until, bool MayApprove);
