namespace Cairn.Contracts.Segments;

/// <summary>Where a record lies: number of the segment within its endpoint, offset and size of the frame in bytes.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct SegmentPosition(int Segment, long Offset, int FrameSize);
