namespace Cairn.Platform.Web;

/// <summary>What the frame shows around every page. <c>Projects</c>: most recent first. <c>Waiting</c>: where somebody must act, how many.</summary>
public sealed record FrameState
{
    public IReadOnlyList<string> Projects { get; init; } = [];
    public IReadOnlyDictionary<Section, int> Waiting { get; init; } = new Dictionary<Section, int>();
    public IReadOnlyList<Strip> Strips { get; init; } = [];
    public string User { get; init; } = "local";
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Domain time, which may be simulated; relative times on the page are measured from it.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>By which a client reaches this server, without a slash at its end.</summary>
    public string Address { get; init; } = "";

    /// <summary>Said in the footer, such as "Cairn 0.1.0".</summary>
    public string Version { get; init; } = "Cairn";
}
