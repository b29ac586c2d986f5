namespace Cairn.Contracts.Enrolment;

/// <summary>A Kubernetes cluster.</summary>
/// <param name="Workdir">Directory that the server sees, and pods at the same path by the volume.</param>
/// <param name="Volume">Claim of the volume that is that directory; many nodes may write to it.</param>
/// <param name="Image">Image of jobs that name none; it holds this program at the same path as here.</param>
public sealed record KubernetesTarget(string Workdir, string Volume, string Image)
{
    public string Namespace { get; init; } = "default";

    /// <summary>Path of a kubeconfig; <c>KUBECONFIG</c> or the pod's own account when null.</summary>
    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    public string? ServiceAccount { get; init; }

    /// <summary>Queue of the job controller.</summary>
    public string? Queue { get; init; }
}
