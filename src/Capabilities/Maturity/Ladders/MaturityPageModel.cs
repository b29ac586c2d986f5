using Cairn.Contracts.Maturity;
using Cairn.Platform.Web.Charts;

namespace Cairn.Maturity.Ladders;

/// <summary>What the maturity page shows; public because pages are.</summary>
public sealed record MaturityPageModel
{
    public required AssessmentDto Assessment { get; init; }

    /// <summary>Without the acts of simulated people; null in the real world.</summary>
    public AssessmentDto? Alone { get; init; }

    /// <summary>The ladder that grid and plan are about.</summary>
    public required string LadderId { get; init; }

    public required ChartSpec History { get; init; }

    /// <summary>What the newest assessment on record changed.</summary>
    public IReadOnlyList<CapabilityDto> Changed { get; init; } = [];

    /// <summary>Grade 0 to 3 -> records that rules stand on.</summary>
    public IReadOnlyList<int> Grades { get; init; } = [];

    public string Project => Assessment.Project;

    public LadderDto Ladder => Assessment.Ladders.First(l => l.Id == LadderId);

    public IEnumerable<CapabilityDto> AtRisk =>
        Assessment.Capabilities.Where(c => c.Status == CapabilityStatus.Grace || c.PlatformFault).OrderBy(c => c.Drops ?? DateTimeOffset.MaxValue);

    public IReadOnlyList<CapabilityDto> Plan => Ladder.Next is { } next
        ? [.. next.Gaps.Select(g => Assessment.Capabilities.First(c => c.Id == g)).OrderBy(c => c.Status != CapabilityStatus.Fail).ThenBy(c => c.Advice.DaysTo)]
        : [];
}
