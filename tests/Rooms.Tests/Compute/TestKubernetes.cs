using Cairn.Compute;
using Cairn.Contracts.Enrolment;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>Enrols the cluster in this process by a kubeconfig.</summary>
internal static class TestKubernetes
{
    public const string Target = "kube";

    public static ComputeOptions Enrol(ComputeOptions options, string workdir, FakeKubernetes cluster, TimeSpan? silence = null)
    {
        string config = Path.Combine(Path.GetDirectoryName(workdir)!, "kubeconfig");
        File.WriteAllText(config, $$"""
            apiVersion: v1
            kind: Config
            current-context: other
            contexts:
            - name: other
              context: {cluster: nowhere, user: nobody}
            - name: test
              context: {cluster: here, user: me}
            clusters:
            - name: here
              cluster:
                server: {{cluster.Address}}
            users:
            - name: me
              user:
                tokenFile: ./token
            """);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(workdir)!, "token"), FakeKubernetes.Token + "\n");
        return options with
        {
            Targets = [new EnrolledTarget(Target) { Kubernetes = new KubernetesTarget(workdir, "work", "cairn:test") { Namespace = FakeKubernetes.Namespace, Kubeconfig = config, Context = "test" }, Slots = 4 }],
            Scheduled = TestSlurm.Hasty(workdir, silence),
        };
    }
}
