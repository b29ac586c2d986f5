namespace Cairn.Endpoints;

/// <summary>One side of a test.</summary>
/// <param name="From">First of its points, 0 to 999.</param>
/// <param name="To">One beyond its last.</param>
/// <param name="Keys">Keys that it alone answered.</param>
public sealed record AbArm(string VersionId, int Number, int From, int To, long Keys);
