namespace Cairn.Compute;

/// <summary>What a task asks for of its target, and for how long it has that.</summary>
/// <param name="CpuSeconds">That it used, be it more or less than it had.</param>
public readonly record struct ComputeUse(double Slots, int Gpus, TimeSpan Duration, double CpuSeconds);
