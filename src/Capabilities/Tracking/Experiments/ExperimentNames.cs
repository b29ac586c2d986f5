namespace Cairn.Tracking.Experiments;

/// <summary>Names of experiments in addresses of pages.</summary>
internal static class ExperimentNames
{
    /// <summary>The one that a segment of a path means: all of it is decoded but its slashes, so that it stays one segment. One that is really called like the segment goes first.</summary>
    public static string OfSegment(string segment, IReadOnlyList<Experiment> known) => known.Any(e => e.Name == segment) ? segment : OfSegment(segment);

    /// <summary>The name as it was, where no such experiment is known.</summary>
    public static string OfSegment(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
