namespace Cairn.Compute.Local.Groups;

/// <summary>What the kernel counted in a control group.</summary>
/// <param name="PeakMemory">Bytes, files that were read among them; null where it is not told.</param>
/// <param name="Killed">Processes that were ended because memory ran out.</param>
internal readonly record struct GroupUsage(double CpuSeconds, long? PeakMemory, long Killed);
