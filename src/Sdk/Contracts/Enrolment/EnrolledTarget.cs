using Cairn.Contracts.Projects;

namespace Cairn.Contracts.Enrolment;

/// <summary>A compute target as the installation enrolled it. Of the three places the one of its kind is set.</summary>
public sealed record EnrolledTarget(string Name)
{
    public LocalTarget? Local { get; init; }

    public SlurmTarget? Slurm { get; init; }

    public KubernetesTarget? Kubernetes { get; init; }

    public ComputeKind Kind => Slurm is not null ? ComputeKind.Slurm : Kubernetes is not null ? ComputeKind.Kubernetes : ComputeKind.Local;

    /// <summary>Slots that tasks of this installation may have there at once; the kind's own number when null.</summary>
    public int? Slots { get; init; }

    /// <summary>Graphics processors that tasks of a local target may have; those its driver tells of when null.</summary>
    public int? Gpus { get; init; }

    /// <summary>Price of a CPU hour, in whatever money the installation counts; null when nothing is charged.</summary>
    public double? Cost { get; init; }

    /// <summary>Price of an hour of a graphics processor; null when nothing is charged.</summary>
    public double? GpuCost { get; init; }

    /// <summary>How long a job may wait for what will hardly come, such as an image that cannot be had, before it has failed; half an hour when null.</summary>
    public TimeSpan? StartWithin { get; init; }

    /// <summary>Words by which steps may name it besides its name.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Slots of any one project; no limit when null.</summary>
    public int? Quota { get; init; }

    /// <summary>Slots of single projects.</summary>
    public IReadOnlyDictionary<string, int> Quotas { get; init; } = new Dictionary<string, int>();
}
