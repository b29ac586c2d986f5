namespace Cairn.Compute.Local.Groups;

/// <summary>What the kernel is to hold a task to.</summary>
/// <param name="Memory">Bytes; null for no limit.</param>
/// <param name="Cores">Cores' worth of CPU time; null for no limit.</param>
/// <param name="Threads">Processes and their threads, all together; null for no limit.</param>
internal readonly record struct GroupLimits(long? Memory, double? Cores, long? Threads);
