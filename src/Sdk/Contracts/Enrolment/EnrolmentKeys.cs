using Cairn.Contracts.Projects;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Enrolment;

/// <summary>The keys of <c>compute.yaml</c>.</summary>
internal static class EnrolmentKeys
{
    private static readonly Shape<string> Absolute = Of.Pattern(
        "an absolute path", t => Path.IsPathFullyQualified(t) && !t.Split('/').Contains("..") ? Parsed.Good(t.Length > 1 ? t.TrimEnd('/') : t) : Parsed.Bad<string>("expected an absolute path without '..'"), "^/");

    private static readonly Key<string> Directory = new("dir", Absolute, "directory for the work; one in the data folder unless said");
    private static readonly Key<string> Workdir = new("workdir", Absolute, "directory that nodes and server see under the same path", required: true);
    private static readonly Key<string> Config = new("config", Absolute, "path of slurm.conf; the machine's own unless said");
    private static readonly Key<string> Partition = new("partition", Of.Text, "partition");
    private static readonly Key<string> Account = new("account", Of.Text, "account");
    private static readonly Key<string> Qos = new("qos", Of.Text, "quality of service");
    private static readonly Key<string> Gres = new("gres", Of.Text, "generic resources");
    private static readonly Key<string> Volume = new("volume", Of.Text, "claim of the volume that is the workdir", required: true);
    private static readonly Key<string> Image = new("image", Of.Text, "container image of jobs that name none", required: true);
    private static readonly Key<string> Namespace = new("namespace", Of.Text, "namespace; default unless said");
    private static readonly Key<string> Kubeconfig = new("kubeconfig", Absolute, "path of the cluster's configuration; KUBECONFIG or the pod's own account unless said");
    private static readonly Key<string> Context = new("context", Of.Text, "context of the cluster's configuration");
    private static readonly Key<string> ServiceAccount = new("service_account", Of.Text, "service account of the pods");
    private static readonly Key<string> Queue = new("queue", Of.Text, "queue of the job controller");

    private static readonly Key<LocalTarget> Local = new("local", new BlockShape<LocalTarget>("local", "processes of this machine", [Directory], f => new LocalTarget(f.Get(Directory))), "processes of this machine");

    private static readonly Key<SlurmTarget> Slurm = new("slurm", new BlockShape<SlurmTarget>(
        "slurm", "a Slurm cluster", [Workdir, Config, Partition, Account, Qos, Gres],
        f => new SlurmTarget(f.Need(Workdir)) { Config = f.Get(Config), Partition = f.Get(Partition), Account = f.Get(Account), Qos = f.Get(Qos), Gres = f.Get(Gres) }), "a Slurm cluster");

    private static readonly Key<KubernetesTarget> Kubernetes = new("kubernetes", new BlockShape<KubernetesTarget>(
        "kubernetes", "a Kubernetes cluster", [Workdir, Volume, Image, Namespace, Kubeconfig, Context, ServiceAccount, Queue],
        f => new KubernetesTarget(f.Need(Workdir), f.Need(Volume), f.Need(Image))
        {
            Namespace = f.Or(Namespace, "default"),
            Kubeconfig = f.Get(Kubeconfig),
            Context = f.Get(Context),
            ServiceAccount = f.Get(ServiceAccount),
            Queue = f.Get(Queue),
        }), "a Kubernetes cluster");

    private static readonly Key<int> Slots = new("slots", Of.Int(1, 100_000), "slots that tasks may have there at once");
    private static readonly Key<double> Cost = new("cost", Of.Positive(1_000_000), "price of a CPU hour there");
    private static readonly Key<int> Gpus = new("gpus", Of.Int(0, 1024), "graphics processors that tasks of a local target may have; those its driver tells of unless said");
    private static readonly Key<double> GpuCost = new("gpu_cost", Of.Positive(1_000_000), "price of an hour of a graphics processor there");
    private static readonly Key<TimeSpan> StartWithin = new("start_within", Of.Duration, "how long a job may wait for an image that cannot be had before it fails; 30m unless said");
    private static readonly Key<IReadOnlyList<string>> Labels = new("labels", Of.OneOrList(Of.Name), "words by which steps may name it too");
    private static readonly Key<int> Quota = new("quota", Of.Int(1, 100_000), "slots that any one project may have");
    private static readonly Key<IReadOnlyDictionary<string, int>> Quotas = new("quotas", Of.Map("projects with their slots", Of.Int(1, 100_000)), "slots that single projects may have");

    private static readonly Shape<EnrolledTarget> Target = new BlockShape<EnrolledTarget>(
        "target", "a place where steps run: exactly one of local, slurm, kubernetes", [Local, Slurm, Kubernetes, Slots, Gpus, Cost, GpuCost, StartWithin, Labels, Quota, Quotas],
        f => new EnrolledTarget(f.Name)
        {
            Local = f.Get(Local),
            Slurm = f.Get(Slurm),
            Kubernetes = f.Get(Kubernetes),
            Slots = f.Value(Slots),
            Gpus = f.Value(Gpus),
            Cost = f.Value(Cost),
            GpuCost = f.Value(GpuCost),
            StartWithin = f.Value(StartWithin),
            Labels = f.List(Labels),
            Quota = f.Value(Quota),
            Quotas = f.Map(Quotas),
        });

    private static readonly Key<IReadOnlyDictionary<string, EnrolledTarget>> Targets = new("targets", Of.Map("compute targets", Target), "the targets by name", required: true);

    public static readonly Shape<IReadOnlyList<EnrolledTarget>> Shape = new BlockShape<IReadOnlyList<EnrolledTarget>>(
        "file", "compute.yaml: the compute targets of an installation", [Targets], f => [.. f.Need(Targets).Values]);
}
