namespace Cairn.Contracts.Segments;

/// <summary>What the records of a segment file are. The numbers are written into the files.</summary>
public enum SegmentKind : ushort
{
    Predictions = 1,
    Outcomes = 2,

    /// <summary>Predictions that a shadow made beside the answers, under the same request ids.</summary>
    Shadows = 3,
}
