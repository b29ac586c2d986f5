namespace Cairn.Platform.Web;

/// <summary>One station of the loop: what it is, where it stands, since when. The moving one is outlined.</summary>
public sealed record Station(string Id, string Noun, string Icon, string Value, Status Status, string Note, string Href)
{
    public bool Moving { get; init; }

    /// <summary>How traffic is split, where it is.</summary>
    public IReadOnlyList<TrafficShare>? Shares { get; init; }
}

/// <summary>A variant's part of the traffic in [0, 1]; <c>Slot</c> is the series colour 0 to 5 it has on every page.</summary>
public sealed record TrafficShare(string Name, double Share, int Slot);
