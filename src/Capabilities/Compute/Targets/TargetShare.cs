namespace Cairn.Compute.Targets;

/// <summary>What a task takes of a target, or what a target has.</summary>
/// <param name="Memory">In bytes.</param>
internal readonly record struct TargetShare(int Slots, long Memory = 0, int Gpus = 0)
{
    internal const double Gigabyte = 1e9;

    /// <summary>Of a target with a queue of its own, which looks after memory and graphics processors itself.</summary>
    public static TargetShare OfCluster(int slots) => new(slots, long.MaxValue, int.MaxValue);

    /// <summary>Slots are rounded up; at least one.</summary>
    public static TargetShare Of(ComputeTask task) => new((int)Math.Max(1, Math.Ceiling(task.CpuShare)), task.Memory ?? 0, task.Gpus);

    /// <summary>At most what another one has.</summary>
    public TargetShare Within(TargetShare most) => new(Math.Min(Slots, most.Slots), Math.Min(Memory, most.Memory), Math.Min(Gpus, most.Gpus));

    public bool Fits(TargetShare free) => Slots <= free.Slots && Memory <= free.Memory && Gpus <= free.Gpus;

    public TargetShare Less(TargetShare other) => new(Slots - other.Slots, Memory - other.Memory, Gpus - other.Gpus);

    /// <summary>What of it is not free, of how much, for a message.</summary>
    public string Lacks(TargetShare free, TargetShare all)
    {
        if (Slots > free.Slots) return $"needs {Slots} of {all.Slots} slots, {Math.Max(free.Slots, 0)} free";
        if (Memory > free.Memory) return FormattableString.Invariant($"needs {Memory / Gigabyte:0.#} of {all.Memory / Gigabyte:0.#} GB of memory, {Math.Max(free.Memory, 0) / Gigabyte:0.#} free");
        return $"needs {Gpus} of {all.Gpus} graphics processors, {Math.Max(free.Gpus, 0)} free";
    }
}
