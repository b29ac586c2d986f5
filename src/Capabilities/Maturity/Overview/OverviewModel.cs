using Cairn.Contracts.Maturity;
using Cairn.Platform.Web;
using Cairn.Platform.Web.Charts;

namespace Cairn.Maturity.Overview;

/// <summary>What the overview shows; public because pages are.</summary>
public sealed record OverviewModel
{
    public required string Project { get; init; }
    public string? Purpose { get; init; }
    public required Status Status { get; init; }
    public required IReadOnlyList<Station> Stations { get; init; }
    public IReadOnlyList<Waiting> Waiting { get; init; } = [];

    /// <summary>How long the newest whole turn took, in words.</summary>
    public string? LastTurn { get; init; }

    public required ChartSpec Quality { get; init; }
    public required ChartSpec Traffic { get; init; }
    public IReadOnlyList<TimelineEntry> Happened { get; init; } = [];
    public required AssessmentDto Assessment { get; init; }

    /// <summary>Missing for the next level, least work first.</summary>
    public IReadOnlyList<CapabilityDto> Cheapest { get; init; } = [];

    public string Topic => "project:" + Project;
}

/// <summary>Something that waits for a person.</summary>
public sealed record Waiting(Token Token, string Icon, string Word, string Say, string Href, string Act);
