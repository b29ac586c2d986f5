using Cairn.Platform.Web;

namespace Cairn.Tracking.Experiments;

/// <summary>An active experiment that belongs to no project.</summary>
public sealed record LooseExperiment
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public long Runs { get; init; }

    /// <summary>Start of its newest run in unix milliseconds; null without runs.</summary>
    public long? Newest { get; init; }

    public DateTimeOffset? NewestAt => Format.Moment(Newest);
}
