using System.Security.Cryptography;
using System.Text;
using Cairn.Compute.Kubernetes;
using Cairn.Compute.Local;
using Cairn.Compute.Local.Groups;
using Cairn.Compute.Scheduled;
using Cairn.Compute.Slurm;
using Cairn.Contracts.Enrolment;
using Cairn.Platform;
using Cairn.Platform.Processes;
using Microsoft.Extensions.Logging;

namespace Cairn.Compute.Targets;

/// <summary>Makes the backend of an enrolled target.</summary>
internal sealed class BackendFactory(IProcessRunner processes, TreeWatch tree, ControlGroups groups, ComputeOptions options, BackendSeams seams)
{
    // A cluster has a queue of its own: ours only keeps it from being flooded.
    private const int ClusterSlots = 200;

    private const int IdLength = 8;

    public IComputeBackend Make(EnrolledTarget target)
    {
        var health = new TargetHealth(seams.Real);
        if (target.Slurm is { } slurm) return Slurm(target, slurm, health);
        if (target.Kubernetes is { } kubernetes) return Kubernetes(target, kubernetes, health);
        return new LocalBackend(processes, tree, options, new LocalPlace(target.Name, new TargetShare(target.Slots ?? options.Slots, options.Memory, target.Gpus ?? options.Gpus), Folder(target), health) { Groups = groups });
    }

    private ScheduledBackend Slurm(EnrolledTarget target, SlurmTarget place, TargetHealth health)
    {
        var slurm = new SlurmOptions { Config = place.Config, Partition = place.Partition, Account = place.Account, Qos = place.Qos, Gres = place.Gres };
        ScheduledTarget scheduled = Scheduled(target, place.Workdir, health);
        return Scheduled(scheduled, new SlurmScheduler(new SlurmCommand(processes, seams.Platform, options, slurm), slurm, scheduled, seams.Real));
    }

    private ScheduledBackend Kubernetes(EnrolledTarget target, KubernetesTarget place, TargetHealth health)
    {
        ScheduledTarget scheduled = Scheduled(target, place.Workdir, health);
        return Scheduled(scheduled, new KubeScheduler(place, scheduled, processes, seams));
    }

    private ScheduledTarget Scheduled(EnrolledTarget target, string workdir, TargetHealth health)
        => new(target.Name, target.Slots ?? ClusterSlots, Installation(seams.Platform), options.Scheduled with { Workdir = workdir, StartWithin = target.StartWithin ?? options.Scheduled.StartWithin }, health);

    private ScheduledBackend Scheduled(ScheduledTarget target, IScheduler scheduler)
        => new(target, scheduler, options, new JobWatch(scheduler, target.Options, target.Health, seams.Real, seams.Logs.CreateLogger<JobWatch>()), seams.Real);

    private string Folder(EnrolledTarget target)
        => target.Local?.Directory is { } own ? Directory.CreateDirectory(Path.Combine(own, Installation(seams.Platform))).FullName
            : seams.Platform.Folder(target.Name == "local" ? "compute" : $"compute-{target.Name}");

    // Servers that share a cluster or a directory must not take each other's jobs for their own.
    private static string Installation(PlatformOptions platform)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}:{Path.GetFullPath(platform.DataDirectory)}")))[..IdLength];
}
