namespace Cairn.Compute.Slurm;

/// <summary>How to reach a Slurm cluster, and what its jobs ask for unless a step says otherwise.</summary>
internal sealed record SlurmOptions
{
    /// <summary>Path of its <c>slurm.conf</c>; null for the machine's own.</summary>
    public string? Config { get; init; }

    public string? Partition { get; init; }

    public string? Account { get; init; }

    public string? Qos { get; init; }

    /// <summary>Generic resources, e.g. <c>gpu:1</c>.</summary>
    public string? Gres { get; init; }

    /// <summary>Memory that the launcher takes besides the command's.</summary>
    public long LauncherMemory { get; init; } = 256L << 20;

    /// <summary>Longer than Slurm's own nine seconds: an answer that is late is still an answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}
