using Cairn.Platform.Web;

namespace Cairn.Tracking.Experiments;

/// <summary>An active experiment that belongs to no project.</summary>
public sealed record LooseExperiment
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public long Runs { get; init; }
    public long Traces { get; init; }

    /// <summary>By which the list is ordered: the start of its newest run, else when it was made; unix milliseconds.</summary>
    public long Moment { get; init; }

    /// <summary>Start of its newest run in unix milliseconds; null without runs.</summary>
    public long? Newest { get; init; }

    public DateTimeOffset? NewestAt => Format.Moment(Newest);
}
