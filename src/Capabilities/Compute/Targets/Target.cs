using Cairn.Compute.Tasks;
using Cairn.Contracts.Enrolment;

namespace Cairn.Compute.Targets;

/// <summary>An enrolled target: its backend and its queue.</summary>
internal sealed record Target(EnrolledTarget Enrolled, IComputeBackend Backend, TargetQueue Queue)
{
    private const string ImageWish = "image";

    public string Name => Enrolled.Name;

    /// <summary>Image that its tasks run in when they name none.</summary>
    public string? Image => Enrolled.Kubernetes?.Image;

    /// <summary>The task as it is done here: with the image it runs in, which is on record with what it makes.</summary>
    public ComputeTask Adopt(ComputeTask task)
    {
        if (Image is not { } image || task.Wishes.ContainsKey(ImageWish)) return task with { Target = Name };
        return task with { Target = Name, Wishes = new Dictionary<string, string>(task.Wishes, StringComparer.Ordinal) { [ImageWish] = image } };
    }

    /// <summary>Price of an hour of so many slots and graphics processors; null where nothing is charged.</summary>
    public double? PriceOf(double slots, int gpus)
        => Enrolled.Cost is null && Enrolled.GpuCost is null ? null : (slots * (Enrolled.Cost ?? 0)) + (gpus * (Enrolled.GpuCost ?? 0));

    /// <summary>What a task cost: what it had for itself as long as it ran, be it used or not, and more where it used more CPU time than it asked for.</summary>
    public double? Cost(ComputeTask task, TaskEnd end)
    {
        double hours = end.Duration.TotalHours, used = end.CpuSeconds / TimeSpan.SecondsPerHour;
        return PriceOf(Math.Max(TargetShare.Of(task).Slots * hours, used), 0) is { } cores ? cores + (PriceOf(0, task.Gpus) * hours) : null;
    }

    /// <summary>Everything in its queue, each with what it waits for, be it here or at the target's scheduler.</summary>
    public IReadOnlyList<QueuedTask> Tasks() => [.. Queue.Snapshot().Select(t => t.Placed ? t with { Because = Backend.Because(t.Key) } : t)];
}
