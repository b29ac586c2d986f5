namespace Cairn.Tracking.Experiments;

/// <summary>Names of experiments in addresses of pages.</summary>
internal static class ExperimentNames
{
    /// <summary>The name as it was: of a segment of a path all is decoded but its slashes, so that it stays one segment.</summary>
    public static string OfSegment(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
