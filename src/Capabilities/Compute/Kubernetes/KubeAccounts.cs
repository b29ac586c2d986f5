using Cairn.Compute.Scheduled;
using Cairn.Contracts.Enrolment;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Kubernetes;

/// <summary>Finds the way to a cluster: the enrolled kubeconfig, that of <c>KUBECONFIG</c>, or the account of the pod we run in.</summary>
internal static class KubeAccounts
{
    private const string Account = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <exception cref="SchedulerAwayException">There is none, or it cannot be read.</exception>
    public static KubeAccess Find(KubernetesTarget target, IProcessRunner processes, string scratch)
    {
        string? file = target.Kubeconfig ?? Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(':')[0];
        if (!string.IsNullOrEmpty(file)) return Kubeconfig.Read(file, target.Context, new KubeExec(processes, scratch));
        return InCluster(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"), Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"), Account)
            ?? throw new SchedulerAwayException("there is no kubeconfig, and this is no pod of a cluster; set 'kubeconfig' of the target or KUBECONFIG");
    }

    /// <summary>The account of a pod; null outside a cluster.</summary>
    public static KubeAccess? InCluster(string? host, string? port, string account)
    {
        if (string.IsNullOrEmpty(host)) return null;
        string authority = Path.Combine(account, "ca.crt"), token = Path.Combine(account, "token");
        return new KubeAccess(new UriBuilder("https", host, int.TryParse(port, out int number) ? number : 443).Uri, async c => (await File.ReadAllTextAsync(token, c)).Trim())
        {
            Authority = File.Exists(authority) ? File.ReadAllText(authority) : null,
        };
    }
}
