namespace Cairn.Contracts.Packages;

/// <summary>One input or output of a packaged model.</summary>
public sealed record PackagePort
{
    public required string Name { get; init; }

    /// <summary>A datatype of the Open Inference Protocol, e.g. <c>FP32</c>.</summary>
    public required string Datatype { get; init; }

    /// <summary>First dimension -1: the rows; -1 elsewhere: any size.</summary>
    public IReadOnlyList<long> Shape { get; set; } = [-1, 1];
}
