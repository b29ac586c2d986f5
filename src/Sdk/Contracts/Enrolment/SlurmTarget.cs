namespace Cairn.Contracts.Enrolment;

/// <summary>A Slurm cluster.</summary>
/// <param name="Workdir">Directory that server and nodes see under the same path.</param>
public sealed record SlurmTarget(string Workdir)
{
    /// <summary>Path of <c>slurm.conf</c>; the machine's own when null.</summary>
    public string? Config { get; init; }

    public string? Partition { get; init; }

    public string? Account { get; init; }

    public string? Qos { get; init; }

    public string? Gres { get; init; }
}
