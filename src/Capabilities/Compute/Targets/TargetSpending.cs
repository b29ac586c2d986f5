namespace Cairn.Compute.Targets;

/// <summary>What a project spent at a target.</summary>
public sealed record TargetSpending
{
    public string Project { get; init; } = "";
    public double CpuHours { get; init; }
    public double Cost { get; init; }
}
