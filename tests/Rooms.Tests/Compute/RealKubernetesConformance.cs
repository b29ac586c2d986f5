using Cairn.Compute;
using Cairn.Compute.Scheduled;
using Cairn.Contracts.Enrolment;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>The same on a real cluster, where there is one and a volume of it is this machine's directory.</summary>
public sealed class RealKubernetesConformance : ComputeConformance
{
    protected override string Target => TestKubernetes.Target;

    protected override bool Resumes => true;

    /// <summary>Enrols it; skips the test where there is none.</summary>
    internal static ComputeOptions Enrol(ComputeOptions options)
    {
        string place = Environment.GetEnvironmentVariable("CAIRN_TEST_KUBERNETES") ?? "";
        if (place.Split(',') is [var space, var volume, var image, var workdir])
            return options with { Targets = [new EnrolledTarget(TestKubernetes.Target) { Kubernetes = new KubernetesTarget(workdir, volume, image) { Namespace = space } }], Scheduled = new ScheduledOptions(workdir) };
        Assert.Skip("No Kubernetes: set KUBECONFIG, and CAIRN_TEST_KUBERNETES to namespace,volume claim,image,directory of the volume here and there.");
        return options;
    }

    protected override Task<ComputeOptions> EnrolAsync(ComputeOptions options) => Task.FromResult(Enrol(options));
}
