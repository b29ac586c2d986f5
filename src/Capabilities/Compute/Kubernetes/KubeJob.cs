using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Compute.Scheduled;
using Cairn.Contracts.Enrolment;

namespace Cairn.Compute.Kubernetes;

/// <summary>The manifest of a job. It is never tried again by the cluster, never removed before we have its end, and its pod holds no account.</summary>
internal static class KubeJob
{
    public const string InstallationLabel = "cairn-installation", NameNote = "cairn-job";

    private const long LauncherMemory = 256L << 20;
    private const int NameLength = 40, Grace = 30;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2), Longest = TimeSpan.FromDays(7);

    /// <summary>As the cluster knows it: its names are shorter than ours.</summary>
    public static string Name(string job) => "cairn-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job)))[..NameLength];

    public static JsonObject Of(JobOrder job, KubernetesTarget target, string installation)
    {
        JsonObject labels() => new() { ["app.kubernetes.io/managed-by"] = "cairn", [InstallationLabel] = installation };
        string? queue = job.Task.Wishes.GetValueOrDefault("queue") ?? target.Queue;
        var own = labels();
        if (queue is not null) own["kueue.x-k8s.io/queue-name"] = queue;
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject { ["name"] = Name(job.Name), ["labels"] = own, ["annotations"] = new JsonObject { [NameNote] = job.Name } },
            ["spec"] = new JsonObject
            {
                ["backoffLimit"] = 0,
                ["podReplacementPolicy"] = "Failed",
                // The queue lets it go when there is room.
                ["suspend"] = queue is not null,
                // Also the longest time that it may wait to start.
                ["activeDeadlineSeconds"] = (long)((job.Task.Timeout ?? Longest) + Margin).TotalSeconds,
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels(), ["annotations"] = new JsonObject { [NameNote] = job.Name } },
                    ["spec"] = Pod(job, target),
                },
            },
        };
    }

    private static JsonObject Pod(JobOrder job, KubernetesTarget target)
    {
        var pod = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["terminationGracePeriodSeconds"] = Grace,
            // The files of an attempt are this server's own.
            ["securityContext"] = new JsonObject { ["runAsUser"] = Native.User, ["runAsGroup"] = Native.Group },
            ["volumes"] = new JsonArray(new JsonObject { ["name"] = "work", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = target.Volume } }),
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "task",
                ["image"] = job.Task.Image ?? target.Image,
                ["command"] = new JsonArray([.. job.Launcher.Select(w => (JsonNode)Plain(w))]),
                ["workingDir"] = job.Folder,
                ["env"] = new JsonArray(new JsonObject { ["name"] = "HOME", ["value"] = "/tmp" }),
                ["terminationMessagePolicy"] = "FallbackToLogsOnError",
                ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "work", ["mountPath"] = target.Workdir }),
                ["resources"] = Resources(job.Task),
            }),
        };
        if (target.ServiceAccount is { } account) pod["serviceAccountName"] = account;
        return pod;
    }

    private static JsonObject Resources(ComputeTask task)
    {
        var requests = new JsonObject { ["cpu"] = task.CpuShare.ToString("0.###", CultureInfo.InvariantCulture) };
        var limits = new JsonObject();
        if (task.Memory is { } memory)
        {
            string size = $"{(memory + LauncherMemory + (1 << 20) - 1) >> 20}Mi";
            (requests["memory"], limits["memory"]) = (size, size);
        }
        if (task.Gpus > 0) limits["nvidia.com/gpu"] = task.Gpus;
        return new JsonObject { ["requests"] = requests, ["limits"] = limits };
    }

    // The kubelet puts variables in place of $(NAME).
    private static string Plain(string word) => word.Replace("$(", "$$(", StringComparison.Ordinal);
}
